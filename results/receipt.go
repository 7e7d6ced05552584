package results

import (
	"crypto/sha256"
	"strings"
	"unicode"
)

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// receiptDigits is how many digits a receipt has, the check character included.
const receiptDigits = 17

// Receipt returns the receipt that identifies a record: 80 bits of the SHA-256 of its bytes
// in Crockford base 32 with a check character, as XXXX-XXXX-XXXX-XXXX-C.
func Receipt(record []byte) string { return ReceiptOf(sha256.Sum256(record)) }

// ReceiptOf is Receipt where the SHA-256 of the bytes is known.
func ReceiptOf(sum [sha256.Size]byte) string {
	var digits []byte
	var acc, bits uint
	for _, b := range sum[:10] {
		acc, bits = acc<<8|uint(b), bits+8
		for bits >= 5 {
			bits -= 5
			digits = append(digits, byte(acc>>bits&31))
		}
	}
	return printed(append(digits, checkDigit(digits)))
}

// checkDigit returns the check digit of Luhn's algorithm modulo 32, which catches every
// single wrong character and nearly every swap of neighbours.
func checkDigit(digits []byte) byte {
	sum, factor := 0, 2
	for i := len(digits) - 1; i >= 0; i-- {
		addend := factor * int(digits[i])
		sum += addend/32 + addend%32
		factor = 3 - factor
	}
	return byte((32 - sum%32) % 32)
}

// ReadReceipt returns a typed receipt in its printed form, or an error where a character
// is wrong.
func ReadReceipt(typed string) (string, error) {
	digits, err := readDigits(typed)
	if err != nil {
		return "", err
	}
	if len(digits) != receiptDigits {
		return "", refused(receiptLength, len(digits))
	}
	last := receiptDigits - 1
	if checkDigit(digits[:last]) != digits[last] {
		return "", refused(receiptMistyped)
	}
	return printed(digits), nil
}

// readDigits reads a typed receipt. It reads letters that look like a digit as that digit.
func readDigits(typed string) (digits []byte, err error) {
	for _, r := range strings.ToUpper(typed) {
		switch {
		case r == '-' || unicode.IsSpace(r):
			continue
		case r == 'I' || r == 'L':
			r = '1'
		case r == 'O':
			r = '0'
		}
		d := strings.IndexRune(crockford, r)
		if d < 0 {
			return nil, refused(notInReceipt, r)
		}
		digits = append(digits, byte(d))
	}
	return digits, nil
}

// printed writes digits in groups of four.
func printed(digits []byte) string {
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && i%4 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(crockford[d])
	}
	return out.String()
}
