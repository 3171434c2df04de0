//! Numbers as the established agent prints them.

use std::io::Write;

/// Writes a decimal integer.
pub(super) fn write_integer(out: &mut Vec<u8>, value: impl Into<i128>) {
    let value: i128 = value.into();
    let mut digits = [0u8; 40];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    if let Ok(mut small) = u64::try_from(rest) {
        while small >= 10 {
            at -= 1;
            digits[at] = b'0' + (small % 10) as u8;
            small /= 10;
        }
        rest = u128::from(small);
    }
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Writes a double with 17 significant digits, in the shorter of the plain and the exponent form, as C's `%.17g`.
///
/// JSON has no infinity and no NaN: infinity is written as the largest double, NaN as zero.
pub(super) fn write_double(out: &mut Vec<u8>, value: f64) {
    let value = if value.is_nan() { 0.0 } else { value.clamp(f64::MIN, f64::MAX) };
    let scientific = format!("{value:.16e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..17).contains(&exponent) {
        let decimals = usize::try_from(16 - exponent).unwrap_or(0);
        let plain = format!("{value:.decimals$}");
        out.extend_from_slice(without_trailing_zeros(&plain).as_bytes());
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        // Writing to a vector cannot fail.
        let _ = write!(out, "{}e{sign}{:02}", without_trailing_zeros(mantissa), exponent.unsigned_abs());
    }
}

fn without_trailing_zeros(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_have_seventeen_significant_digits() {
        for (value, expected) in [
            (1.0, "1"),
            (0.1, "0.10000000000000001"),
            (-0.0, "-0"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (1.8446744073709552e19, "1.8446744073709552e+19"),
            (0.0001, "0.0001"),
            (0.00001, "1.0000000000000001e-05"),
            (5.474609375, "5.474609375"),
            (1e300, "1.0000000000000001e+300"),
            (f64::INFINITY, "1.7976931348623157e+308"),
            (f64::NAN, "0"),
        ] {
            let mut out = Vec::new();
            write_double(&mut out, value);
            assert_eq!(String::from_utf8(out).expect("ASCII"), expected);
        }
    }
}
