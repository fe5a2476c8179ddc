import type { ServerResponse } from 'node:http';
import type { Running } from '../active.ts';
import { describeError, type Log } from '../log.ts';
import { BODY_TOO_LARGE, BodyAborted, BodyTooLarge } from './body.ts';
import { type Reply, send, sendStatus } from './reply.ts';

/** One HTTP request under way. Answers exactly once, whoever comes first: the function, its failure, or the time limit. */
export class Exchange implements Running {
  readonly name: string;
  readonly #response: ServerResponse;
  readonly #log: Log;
  #settled = false;

  constructor(name: string, response: ServerResponse, log: Log) {
    this.name = name;
    this.#response = response;
    this.#log = log;
  }

  answer(reply: Reply): void {
    if (this.#settle()) send(this.#response, reply);
  }

  /** Ends an answer the app has begun to stream itself; answers with `status` if it never began. */
  finish(status: number): void {
    if (!this.#settle() || this.#response.writableEnded) return;
    if (this.#response.headersSent) this.#response.destroy();
    else sendStatus(this.#response, status);
  }

  /** Logs why, and tells the client only that it failed. */
  fail(error: unknown): void {
    if (error instanceof BodyAborted) {
      if (this.#settle()) this.#response.destroy();
    } else if (error instanceof BodyTooLarge) {
      if (this.#settle()) sendStatus(this.#response, 413, BODY_TOO_LARGE);
    } else {
      this.#log.write('error', this.name, describeError(error));
      this.finish(500);
    }
  }

  expire(error: Error): void {
    this.fail(error);
  }

  #settle(): boolean {
    const first = !this.#settled;
    this.#settled = true;
    return first;
  }
}
