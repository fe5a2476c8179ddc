import type { Bus, Received } from '../../shared/messaging/bus.ts';

/** What a test needs beside the bus: the queues of `infra/topics.json`, and the other end of the one without sessions. */
export interface BusUnderTest {
  readonly bus: Bus;
  /** Takes what is due in a queue without sessions; waits for at least `atLeast` of them. */
  receive(queue: string, atLeast: number): Promise<readonly unknown[]>;
  now(): Date;
  /** Lets so much time go by. */
  pass(milliseconds: number): Promise<void>;
}

const SESSIONS = 'telemetry';
const WAKEUPS = 'telemetry-wakeups';

/** The promises every bus keeps. Sessions and message ids are new in every test: the broker may be shared. */
export const busContract = (name: string, open: () => Promise<BusUnderTest>) =>
  describe(`bus: ${name}`, () => {
    let world: BusUnderTest;
    let tests = 0;
    let session = '';
    beforeEach(async () => {
      world ??= await open();
      tests += 1;
      session = `ten_acme/${tests}`;
    });
    afterAll(() => world?.bus.close());

    const send = (...bodies: unknown[]) =>
      world.bus.send(
        SESSIONS,
        bodies.map((body) => ({ body, sessionId: session })),
      );

    /**
     * Everything of a session, round by round. An empty one takes a while to be sure of, so a test that expects nothing
     * sends something and expects only that.
     */
    const drained = async (sessionId = session, batch?: number) => {
      const rounds: (readonly Received<number>[])[] = [];
      const outcome = await world.bus.drain<number>(
        SESSIONS,
        sessionId,
        async (messages) => {
          rounds.push(messages);
        },
        batch === undefined ? {} : { batch },
      );
      return { outcome, rounds, bodies: rounds.flat().map(({ body }) => body) };
    };

    describe('draining a session', () => {
      it('hands over what was sent, in the order it was sent', async () => {
        await send(1, 2);
        await send(3);
        const { outcome, bodies, rounds } = await drained();
        expect([outcome, bodies]).toEqual(['drained', [1, 2, 3]]);
        const positions = rounds.flat().map(({ sequenceNumber }) => BigInt(sequenceNumber));
        expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
        expect(new Set(positions).size).toBe(3);
      });

      it('hands over every kind of JSON as it was sent', async () => {
        const bodies = [{ a: [1, null, 'ü', { b: true }] }, 'text', 0, null, [], ''];
        await send(...bodies);
        expect((await drained()).bodies).toEqual(bodies);
      });

      it('settles what was worked through: there is nothing left', async () => {
        await send(1, 2);
        await drained();
        await send(3);
        expect((await drained()).bodies).toEqual([3]);
      });

      it('goes round by round, each no larger than it may be', async () => {
        await send(1, 2, 3, 4, 5);
        const { rounds } = await drained(session, 2);
        expect(rounds.every(({ length }) => length >= 1 && length <= 2)).toBe(true);
        expect(rounds.flat().map(({ body }) => body)).toEqual([1, 2, 3, 4, 5]);
      });

      it('starts no round after its time, and leaves the rest to another run', async () => {
        await send(1, 2, 3);
        const options = { batch: 2, forSeconds: 0 };
        expect(await world.bus.drain(SESSIONS, session, async () => undefined, options)).toBe('more');
        expect((await drained()).bodies).toEqual([3]);
      });

      it('ends when there is nothing', async () =>
        expect(await drained()).toMatchObject({ outcome: 'drained', bodies: [] }));

      it('keeps sessions apart, and companies with them', async () => {
        const other = `ten_globex/${tests}`;
        await world.bus.send(SESSIONS, [
          { body: 1, sessionId: session },
          { body: 2, sessionId: other },
          { body: 3, sessionId: session },
        ]);
        expect((await drained(other)).bodies).toEqual([2]);
        expect((await drained()).bodies).toEqual([1, 3]);
      });

      it('returns a round to the queue when its work failed, in its old place', async () => {
        await send(1, 2);
        const seen: string[] = [];
        const failing = world.bus.drain(SESSIONS, session, async (messages) => {
          seen.push(...messages.map(({ sequenceNumber }) => sequenceNumber));
          throw new Error('No.');
        });
        await expect(failing).rejects.toThrow('No.');
        await send(3);
        const { bodies, rounds } = await drained();
        expect(bodies).toEqual([1, 2, 3]);
        expect(
          rounds
            .flat()
            .slice(0, 2)
            .map(({ sequenceNumber }) => sequenceNumber),
        ).toEqual(seen);
      });

      it('keeps the rounds before the one that failed', async () => {
        await send(1, 2);
        const failing = world.bus.drain<number>(
          SESSIONS,
          session,
          async ([first]) => {
            if (first?.body === 2) throw new Error('No.');
          },
          { batch: 1 },
        );
        await expect(failing).rejects.toThrow('No.');
        expect((await drained()).bodies).toEqual([2]);
      });

      it('belongs to one worker at a time', async () => {
        await send(1);
        const outcomes: string[] = [];
        await world.bus.drain(SESSIONS, session, async () => {
          outcomes.push((await drained()).outcome);
        });
        expect(outcomes).toEqual(['taken']);
        await send(2);
        expect((await drained()).bodies).toEqual([2]);
      });
    });

    describe('a message that cannot be worked on', () => {
      /** Calls all odd ones poison; answers what it has seen. */
      const refuseOdd = async () => {
        const seen: number[] = [];
        await world.bus.drain<number>(SESSIONS, session, async (messages) => {
          seen.push(...messages.map(({ body }) => body));
          const odd = messages.filter(({ body }) => body % 2 === 1);
          return { poison: odd.map((message) => ({ message, reason: 'odd', description: `It is ${message.body}.` })) };
        });
        return seen;
      };
      const dead = async () =>
        (await world.bus.deadLetters(SESSIONS, 100)).filter(({ sessionId }) => sessionId === session);

      it('goes to the dead letters with its reason, and holds up none of the others', async () => {
        await send(1, 2, 3, 4);
        expect(await refuseOdd()).toEqual([1, 2, 3, 4]);
        expect(await dead()).toMatchObject([
          { body: 1, reason: 'odd', description: 'It is 1.' },
          { body: 3, reason: 'odd', description: 'It is 3.' },
        ]);
        await send(6);
        expect((await drained()).bodies).toEqual([6]);
        await world.bus.redrive(SESSIONS, 100);
      });

      it('stays where it is when somebody looks', async () => {
        await send(1);
        await refuseOdd();
        expect(await dead()).toHaveLength(1);
        expect(await dead()).toHaveLength(1);
        await world.bus.redrive(SESSIONS, 100);
      });

      it('goes back to its session as it was when it is redriven, and is dead no more', async () => {
        await send(1, 3);
        const positions = (await drainedAs('odd')).map(({ sequenceNumber }) => sequenceNumber);
        expect(await dead()).toHaveLength(2);
        expect(await world.bus.redrive(SESSIONS, 100)).toEqual({ moved: 2, sessions: new Set([session]) });
        expect(await dead()).toEqual([]);
        const { bodies, rounds } = await drained();
        expect(bodies).toEqual([1, 3]);
        expect(rounds.flat().map(({ sequenceNumber }) => sequenceNumber)).not.toEqual(positions);
      });

      it('is redriven as many as are asked for, the oldest first', async () => {
        await send(1, 3, 5);
        await drainedAs('odd');
        expect((await world.bus.redrive(SESSIONS, 2)).moved).toBe(2);
        expect((await drained()).bodies).toEqual([1, 3]);
        expect((await world.bus.redrive(SESSIONS, 2)).moved).toBe(1);
        expect((await drained()).bodies).toEqual([5]);
      });

      it('leaves nothing to be done when there is none', async () => {
        expect(await world.bus.deadLetters(WAKEUPS, 10)).toEqual([]);
        expect(await world.bus.redrive(WAKEUPS, 10)).toEqual({ moved: 0, sessions: new Set() });
      });

      const drainedAs = async (reason: string) => {
        const seen: Received[] = [];
        await world.bus.drain(SESSIONS, session, async (messages) => {
          seen.push(...messages);
          return { poison: messages.map((message) => ({ message, reason, description: 'No.' })) };
        });
        return seen;
      };
    });

    describe('sending', () => {
      it('loses none of many at once', async () => {
        await Promise.all(Array.from({ length: 60 }, (_, index) => send(index)));
        const { bodies } = await drained();
        expect(bodies.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
      });

      it('takes more at once than fits into one transfer', async () => {
        const large = 'x'.repeat(90 * 1024);
        await send(large, large, large, large);
        expect((await drained()).rounds.flat()).toHaveLength(4);
      });

      it('refuses a message of more than 256 KiB, and delivers none of it', async () => {
        await expect(send('x'.repeat(256 * 1024 + 1))).rejects.toThrow();
        await send('small');
        expect((await drained()).bodies).toEqual(['small']);
      });

      it('takes nothing at all', async () => expect(await world.bus.send(SESSIONS, [])).toBeUndefined());
    });

    describe('duplicate detection', () => {
      it('lets the first message of an id through, in one call and in several', async () => {
        const messageId = `wake-${tests}`;
        await world.bus.send(WAKEUPS, [
          { body: 'first', messageId },
          { body: 'again', messageId },
        ]);
        await world.bus.send(WAKEUPS, [
          { body: 'and again', messageId },
          { body: 'other', messageId: `${messageId}-b` },
        ]);
        expect(await world.receive(WAKEUPS, 2)).toEqual(['first', 'other']);
      });

      it('remembers an id after its message is gone', async () => {
        const messageId = `wake-${tests}`;
        await world.bus.send(WAKEUPS, [{ body: 'first', messageId }]);
        await world.receive(WAKEUPS, 1);
        await world.bus.send(WAKEUPS, [
          { body: 'again', messageId },
          { body: 'other', messageId: `${messageId}-b` },
        ]);
        expect(await world.receive(WAKEUPS, 1)).toEqual(['other']);
      });

      it('counts a message from when it was sent, not from when it is due', async () => {
        const messageId = `wake-${tests}`;
        const dueAt = new Date(world.now().getTime() + 1_000);
        await world.bus.send(WAKEUPS, [{ body: 'first', messageId, dueAt }]);
        await world.bus.send(WAKEUPS, [{ body: 'again', messageId, dueAt }]);
        await world.pass(1_100);
        expect(await world.receive(WAKEUPS, 1)).toEqual(['first']);
      });
    });

    describe('a schedule', () => {
      it('holds a message back until it is due', async () => {
        const dueAt = new Date(world.now().getTime() + 2_000);
        await world.bus.send(WAKEUPS, [{ body: 'later', dueAt }, { body: 'now' }]);
        expect(await world.receive(WAKEUPS, 1)).toEqual(['now']);
        await world.pass(2_100);
        expect(await world.receive(WAKEUPS, 1)).toEqual(['later']);
      });

      it('in the past is now', async () => {
        await world.bus.send(WAKEUPS, [{ body: 'late', dueAt: new Date(world.now().getTime() - 60_000) }]);
        expect(await world.receive(WAKEUPS, 1)).toEqual(['late']);
      });
    });
  });
