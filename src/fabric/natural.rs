use std::cmp::Ordering;

/// Compares names as people do: `r2` before `r10`. Names that read alike (`r1`, `r01`) are told
/// apart by their characters, so that the order is total.
pub fn natural(left: &str, right: &str) -> Ordering {
    let (a, b) = (left.as_bytes(), right.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (next_a, next_b) = (a.get(same), b.get(same));
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let cut = digit(a.get(same.wrapping_sub(1))) || (digit(next_a) && digit(next_b));
    if !cut {
        // What differs first is in no number.
        return next_a.cmp(&next_b);
    }
    let (number_a, number_b) = (number_around(a, same), number_around(b, same));
    let order = size(number_a).cmp(&size(number_b));
    if order.is_ne() {
        return order;
    }
    if number_a == number_b {
        // Nothing differs, or what comes after the number.
        return next_a.cmp(&next_b);
    }
    let shared = shared(left, right, same);
    let (_, mut rest_left) = left.split_at(shared);
    let (_, mut rest_right) = right.split_at(shared);
    loop {
        let (a, b) = (piece(&mut rest_left), piece(&mut rest_right));
        if a.is_none() && b.is_none() {
            return left.cmp(right);
        }
        let order = a.cmp(&b);
        if order.is_ne() {
            return order;
        }
    }
}

/// The digits before and after a place in a name.
fn number_around(name: &[u8], at: usize) -> &[u8] {
    let (before, after) = name.split_at(at.min(name.len()));
    let first = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let last = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    name.get(before.len() - first..before.len() + last).unwrap_or_default()
}

/// What a number compares by: how many digits it has, and which.
fn size(number: &[u8]) -> (usize, &[u8]) {
    let zeros = number.iter().take_while(|digit| **digit == b'0').count();
    let digits = number.get(zeros..).unwrap_or_default();
    (digits.len(), digits)
}

/// How many of the `same` bytes that both begin with stand before a place where a character begins and no number is cut.
fn shared(left: &str, right: &str, same: usize) -> usize {
    let cuts = |at: &usize| {
        let inside = !left.is_char_boundary(*at) || !right.is_char_boundary(*at);
        inside || left.as_bytes().get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_digit)
    };
    (0..=same).rev().find(|at| !cuts(at)).unwrap_or(0)
}

/// Takes a run of digits or one other character off the front. Numbers compare by the count of
/// their digits and then by the digits; against other characters they stand where `0` stands.
fn piece<'a>(rest: &mut &'a str) -> Option<(char, usize, &'a str)> {
    let first = rest.chars().next()?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (head, tail) = rest.split_at_checked(digits.max(first.len_utf8()))?;
    *rest = tail;
    if digits == 0 {
        return Some((first, 0, ""));
    }
    let number = head.trim_start_matches('0');
    Some(('0', number.len(), number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_in_names_compare_by_value() {
        let mut names = ["r10", "r2", "r2-b", "r2-a:10", "r2-a:9", "r02", "q9", "", "r", "r2é"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["", "q9", "r", "r02", "r2", "r2-a:9", "r2-a:10", "r2-b", "r2é", "r10"]);
    }

    /// The same without a look at what both begin with.
    fn by_pieces(left: &str, right: &str) -> Ordering {
        let pieces = |mut rest: &str| -> Vec<(char, usize, String)> {
            let next = std::iter::from_fn(|| piece(&mut rest));
            next.map(|(first, length, digits)| (first, length, digits.to_owned())).collect()
        };
        pieces(left).cmp(&pieces(right)).then_with(|| left.cmp(right))
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[a-b:0-2é]{0,6}", b in "[a-b:0-2é]{0,6}", c in "[a-b:0-2é]{0,6}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b).is_eq(), a == b);
            prop_assert_eq!(natural(&a, &b), by_pieces(&a, &b));
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
