//! Prints that the tests in the virtual machine are left out; without libtest, which hides the output of passing tests.

fn main() {
    // Not with a filter, and not when tests are listed.
    if std::env::args().len() == 1 {
        println!("left out: the tests of every command in a virtual machine, which take minutes: `cargo xtask vm ci`");
    }
}
