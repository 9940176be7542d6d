/** Finds the word that was meant when one was typed with a mistake. */

/** Edits (insert, delete, replace, swap of neighbours) from one word to the other, counted up to `most`; above it `most + 1`. */
export function editsBetween(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[to.length] ?? 0, most + 1);
}

/** Mistakes that are forgiven: none in short words, one up to six letters, two above. */
function forgiven(word: string): number {
  if (word.length < 4) return 0;
  return word.length <= 6 ? 1 : 2;
}

/**
 * The known word that was probably meant. The word itself when it begins a known one; undefined when none is near or
 * two are equally near, since a guess between them would be one.
 */
export function meantWord(word: string, known: readonly string[]): string | undefined {
  if (known.some((candidate) => candidate.startsWith(word))) return word;
  const most = forgiven(word);
  if (most === 0) return undefined;
  let best: readonly string[] = [];
  let fewest = most;
  for (const candidate of known) {
    const edits = editsBetween(word, candidate, fewest);
    if (edits > fewest) continue;
    best = edits < fewest ? [candidate] : [...best, candidate];
    fewest = edits;
  }
  return best.length === 1 ? best[0] : undefined;
}

/** The text with its mistyped words set right; undefined when there is nothing to set right. */
export function corrected(words: readonly string[], known: readonly string[]): string | undefined {
  const distinct = [...new Set(known)];
  const fixed: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const pair = meantPair(word, words[index + 1], distinct);
    fixed.push(pair ?? meantWord(word, distinct) ?? word);
    if (pair !== undefined) index += 1;
  }
  return fixed.join(' ') === words.join(' ') ? undefined : fixed.join(' ');
}

/** "sonic wave" is "SonicWave": two words that make a known one, which neither is by itself. */
function meantPair(word: string, next: string | undefined, known: readonly string[]): string | undefined {
  if (next === undefined || known.includes(word) || known.includes(next)) return undefined;
  const whole = meantWord(word + next, known);
  return whole !== undefined && known.includes(whole) ? whole : undefined;
}
