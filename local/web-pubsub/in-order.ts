/** Something to do; a promise when it takes time. It deals with its own failures and never rejects. */
export type Task = () => Promise<void> | undefined;

/** Runs tasks one after the other, and at once as long as nothing has to be waited for. */
export class InOrder {
  readonly #waiting: Task[] = [];
  #busy = false;

  run(task: Task) {
    if (this.#busy) this.#waiting.push(task);
    else this.#start(task);
  }

  #start(task: Task) {
    const finished = task();
    if (!finished) return;
    this.#busy = true;
    void finished.then(() => {
      this.#busy = false;
      while (!this.#busy) {
        const next = this.#waiting.shift();
        if (!next) return;
        this.#start(next);
      }
    });
  }
}
