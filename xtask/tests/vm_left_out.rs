//! Says that the tests in the virtual machine are left out; a program of its own, since the usual one hides what passing tests print.

fn main() {
    // With a filter or a listing the caller asks for something else.
    if std::env::args().len() == 1 {
        println!("left out: the tests of every command in a virtual machine, which take minutes: `cargo xtask vm ci`");
    }
}
