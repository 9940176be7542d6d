/** Numbers that customers are told: short, easy to read out, and not to be guessed. */
import { randomInt } from 'node:crypto';

/** Without vowels, so that no words come about, and without what is mistaken for a digit. */
const LETTERS = '23456789bcdfghjkmnpqrstvwxz';
const LENGTH = 8;

/** `t7k3m9q2x` for a ticket, `r…` for a repair: 38 bits; the primary key refuses the unlikely twin. */
export function newReference(kind: 't' | 'r'): string {
  return kind + Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
}
