import { app } from '@azure/functions';

const records = new Map<string, unknown[]>();

/** Keeps what a function has seen, so that a test can ask for it at `/api/seen/{name}`. */
export const record = (name: string, value: unknown): void => {
  records.set(name, [...(records.get(name) ?? []), value]);
};

app.http('seen', {
  methods: ['GET'],
  route: 'seen/{name}',
  handler: async (request) => ({ jsonBody: records.get(request.params.name ?? '') ?? [] }),
});
