import { areas } from '../../../functions/index.ts';
import { openApiOf } from '../../../shared/http/openapi.ts';
import { routesOf } from '../../../shared/testing/routes.ts';
import { app } from '../company.ts';

const documented = async () => {
  const { paths = {} } = await openApiOf(areas);
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      address: `${method.toUpperCase()} ${path.slice(1)}`,
      operation: operation as { operationId: string; summary: string; parameters?: { in: string; name: string }[] },
    })),
  );
};

describe("the API's document", () => {
  it('has every route that exists, and no other', async () => {
    const existing = routesOf(areas)
      .filter(({ route }) => !route.startsWith('{*'))
      .flatMap(({ methods, route }) => methods.map((method) => `${method} ${route}`));
    expect((await documented()).map(({ address }) => address).sort()).toEqual(existing.sort());
  });

  it('describes every parameter of every path', async () => {
    for (const { address, operation } of await documented()) {
      const inPath = operation.parameters?.filter((one) => one.in === 'path').map(({ name }) => name) ?? [];
      expect([address, inPath.sort()]).toEqual([
        address,
        [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
      ]);
    }
  });

  it('gives every operation a name of its own and one line of text', async () => {
    const operations = (await documented()).map(({ operation }) => operation);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { summary } of operations) expect(summary).toMatch(/^[A-Z][^\n]{5,90}[^.]$/);
  });

  it('is served to anybody, once to who has it', async () => {
    const { status, headers, body } = await app().ask('GET', 'openapi.json');
    expect([status, body.openapi]).toEqual([200, '3.1.1']);
    const again = await app().ask('GET', 'openapi.json', { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });
});
