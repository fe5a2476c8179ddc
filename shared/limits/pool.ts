import { levelAt, type Report, tokensAt, type Use, used } from './bucket.ts';
import { ASKING_MS, chunkOf, type Policy, SHARE } from './policy.ts';

/** Who has asked here and what they have used, here and elsewhere, as far as this instance knows. */
interface Client {
  /** What it is called in the store. */
  readonly key: string;
  use: Use;
  /** Admitted since the last report. */
  spent: number;
  /** Whether it has asked since the last report. */
  told: boolean;
}

export interface Verdict {
  readonly policy: Policy;
  readonly allowed: boolean;
  /** How many more this caller may send at once, as far as this instance knows; others may be faster. */
  readonly remaining: number;
  /** Until there is more, whole seconds. */
  readonly seconds: number;
  /** Whether it is the client's share that decides, not the company's bucket. */
  readonly shared: boolean;
}

interface Asker {
  readonly key: string;
  at: number;
}

const NOBODY: Asker = { key: '', at: Number.NEGATIVE_INFINITY };

/** When an instance last learned how many tokens the bucket has, and how many. */
export interface Known {
  readonly tokens: number;
  readonly at: number;
}

/**
 * What one instance holds of one company's bucket: tokens taken from it and not used yet, or a debt. Decides at once and without anybody else; somebody
 * else brings tokens (`granted`). Requests are admitted on credit while tokens are being fetched, a chunk at most.
 */
export class Pool {
  readonly policy: Policy;
  readonly #keyOf: (client: string) => string;
  readonly #clients = new Map<string, Client>();
  /** Users of other instances, by what they are called in the store. */
  #others: ReadonlyMap<string, Use> = new Map();
  #tokens = 0;
  #bucket: Known;
  /** The two clients that have asked last: enough to know for each whether there is another. */
  #last = NOBODY;
  #lastButOne = NOBODY;

  constructor(policy: Policy, keyOf: (client: string) => string, now: number) {
    this.policy = policy;
    this.#keyOf = keyOf;
    this.#bucket = { tokens: policy.burst, at: now };
  }

  /** Whether it is time to fetch tokens: before they run out. */
  get isLow(): boolean {
    return this.#tokens < chunkOf(this.policy) / 4;
  }

  /** How many tokens to fetch: a chunk, and the debt. */
  get wanted(): number {
    return chunkOf(this.policy) - this.#tokens;
  }

  /** @param credit whether tokens are being fetched, so that a request need not wait for them. */
  take(client: string, now: number, credit: boolean): Verdict {
    const known = this.#clients.get(client) ?? this.#welcome(client, now);
    const level = levelAt(this.policy, known.use, now);
    known.use = { level, at: now, asked: now };
    known.told = false;
    this.#asked(known.key, now);
    const room = Math.floor(this.policy.burst * SHARE - level);
    const shared = this.#isAnyoneElseAsking(known.key, now);
    if (shared && room < 1) return this.#verdict(false, true, 0, (1 - room) / (this.policy.perSecond * SHARE));
    const least = credit ? 1 - chunkOf(this.policy) : 1;
    if (this.#tokens < least) return this.#verdict(false, false, 0, (1 - this.#tokens) / this.policy.perSecond);
    this.#tokens -= 1;
    known.spent += 1;
    known.use = used(this.policy, known.use, 1, now);
    const left = Math.max(0, Math.floor(this.#tokens + tokensAt(this.policy, this.#bucket, now)));
    const scarce = shared && room - 1 < left;
    return this.#verdict(true, scarce, scarce ? room - 1 : left, 1 / this.policy.perSecond);
  }

  /** What to tell the store, once. What could not be told must be given back with `untold`. */
  report(): Report[] {
    const news = [...this.#clients.values()].filter(({ spent, told }) => spent > 0 || !told);
    return news.map((client) => {
      const { key, spent, use } = client;
      client.spent = 0;
      client.told = true;
      return { client: key, spent, asked: use.asked };
    });
  }

  untold(reports: readonly Report[]): void {
    const byKey = new Map([...this.#clients.values()].map((client) => [client.key, client]));
    for (const { client, spent } of reports) {
      const known = byKey.get(client);
      if (!known) continue;
      known.spent += spent;
      known.told = false;
    }
  }

  /** Tokens have come, with what all instances have told. */
  granted(tokens: number, left: Known, clients: Readonly<Record<string, Use>>, now: number): void {
    this.#tokens += tokens;
    this.#bucket = left;
    this.#others = new Map(Object.entries(clients));
    for (const [key, { asked }] of this.#others) this.#asked(key, asked);
    for (const [name, client] of this.#clients) {
      const use = this.#others.get(client.key);
      if (use) client.use = used(this.policy, use, client.spent, now);
      else if (now - client.use.asked > ASKING_MS) this.#clients.delete(name);
    }
  }

  /** Tokens that no store has granted, for while it does not answer: they pay a debt, and do not pile up. */
  helpOut(tokens: number): void {
    this.#tokens = Math.min(this.policy.burst, this.#tokens + tokens);
  }

  #welcome(name: string, now: number): Client {
    const key = this.#keyOf(name);
    const use = this.#others.get(key) ?? { level: 0, at: now, asked: now };
    const client = { key, use, spent: 0, told: false };
    this.#clients.set(name, client);
    return client;
  }

  #asked(key: string, at: number): void {
    const known = key === this.#last.key ? this.#last : key === this.#lastButOne.key ? this.#lastButOne : undefined;
    if (known) known.at = Math.max(known.at, at);
    else if (at > this.#lastButOne.at) this.#lastButOne = { key, at };
    if (this.#lastButOne.at > this.#last.at) [this.#last, this.#lastButOne] = [this.#lastButOne, this.#last];
  }

  #isAnyoneElseAsking(key: string, now: number): boolean {
    const other = this.#last.key === key ? this.#lastButOne : this.#last;
    return now - other.at < ASKING_MS;
  }

  #verdict(allowed: boolean, shared: boolean, remaining: number, seconds: number): Verdict {
    return { policy: this.policy, allowed, shared, remaining, seconds: Math.max(1, Math.ceil(seconds)) };
  }
}
