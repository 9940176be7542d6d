/** What is wrong with the files: counted all, kept the first hundred. */
import type { Place, Problem } from '../read/place.ts';
import type { Path } from '../tables.ts';

const MOST_SHOWN = 100;

export class Problems {
  #count = 0;
  readonly #first: Problem[] = [];

  get count(): number {
    return this.#count;
  }

  /** At most a hundred, in the order of the files. */
  get first(): readonly Problem[] {
    return this.#first;
  }

  add(place: Place, path: Path, message: string): void {
    this.put({ place, path, message });
  }

  put(problem: Problem): void {
    this.#count += 1;
    if (this.#first.length < MOST_SHOWN) this.#first.push(problem);
  }
}
