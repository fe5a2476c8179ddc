export interface Outcome {
  readonly ok: boolean;
  readonly result?: string | null;
}

/** A promise without delay: it settles within the history event that settles it, and with it all that waits for it. */
export class Task {
  #outcome: Outcome | undefined;
  readonly #waiting: ((outcome: Outcome) => void)[] = [];

  static done(): Task {
    const task = new Task();
    task.settle({ ok: true });
    return task;
  }

  settle(outcome: Outcome) {
    if (this.#outcome) return;
    this.#outcome = outcome;
    for (const resume of this.#waiting) resume(outcome);
  }

  whenSettled(resume: (outcome: Outcome) => void) {
    if (this.#outcome) resume(this.#outcome);
    else this.#waiting.push(resume);
  }
}
