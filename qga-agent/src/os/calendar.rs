//! The Gregorian calendar: days since 1970 and dates, for all years.

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// A date; months and days count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
}

/// Days in 400 years.
const DAYS_PER_ERA: i64 = 146_097;

/// Days from the beginning of the first era, 0000-03-01, to 1970.
const DAYS_BEFORE_1970: i64 = 719_468;

/// Days from 1970 to a date.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March have their leap day at the end.
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - DAYS_BEFORE_1970
}

/// The date so many days after 1970-01-01.
pub(crate) fn date(days: i64) -> Date {
    let (era, of_era) =
        ((days + DAYS_BEFORE_1970).div_euclid(DAYS_PER_ERA), (days + DAYS_BEFORE_1970).rem_euclid(DAYS_PER_ERA));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    Date { year, month, day: of_year - (153 * from_march + 2) / 5 + 1 }
}

/// The day of the week so many days after 1970-01-01, a Thursday; Sunday is 0.
pub(crate) fn weekday(days: i64) -> i64 {
    (days + 4).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_follows_the_one_before() {
        assert_eq!(date(0), Date { year: 1970, month: 1, day: 1 });
        let mut last = date(-400_001);
        for day in -400_000..400_000 {
            let Date { year, month, day: of_month } = date(day);
            assert_eq!(days(year, month, of_month), day);
            let expected =
                [(last.year, last.month, last.day + 1), (last.year, last.month + 1, 1), (last.year + 1, 1, 1)];
            assert!(expected.contains(&(year, month, of_month)), "{year}-{month}-{of_month}");
            assert!((1..=12).contains(&month) && (1..=31).contains(&of_month), "{year}-{month}-{of_month}");
            last = date(day);
        }
    }
}
