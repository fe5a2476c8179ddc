import type { Typed } from 'rhea';
import { z } from 'zod';
import { badArgument, notSimulated } from '../../broker/errors.ts';
import { described, types, withoutNulls } from '../../message/codec.ts';
import { type Rule, ruleSchema } from '../../rules/rule.ts';
import { operation, optional } from './scope.ts';

// The codes of Microsoft's descriptors. Those of filters have one zero less than those of rules and actions.
const RULE = 0x13700000004;
const NO_ACTION = 0x13700000005;
const SQL_FILTER = 0x1370000006;
const CORRELATION_FILTER = 0x1370000009;
const SQL_LEVEL = 20;

const text = optional(z.string());

const description = z.object({
  'sql-filter': optional(z.object({ expression: z.string() })),
  'correlation-filter': optional(
    z
      .object({
        'correlation-id': text,
        'message-id': text,
        to: text,
        'reply-to': text,
        label: text,
        'session-id': text,
        'reply-to-session-id': text,
        'content-type': text,
        properties: optional(z.record(z.string(), z.unknown())),
      })
      .transform((filter) =>
        withoutNulls({
          correlationId: filter['correlation-id'],
          messageId: filter['message-id'],
          to: filter.to,
          replyTo: filter['reply-to'],
          label: filter.label,
          sessionId: filter['session-id'],
          replyToSessionId: filter['reply-to-session-id'],
          contentType: filter['content-type'],
          properties: filter.properties,
        }),
      ),
  ),
  'sql-rule-action': optional(z.object({ expression: optional(z.string()) })),
});

const ruleFrom = (name: string, given: z.infer<typeof description>): Rule => {
  if (given['sql-rule-action']?.expression) throw notSimulated('A SQL rule action');
  const sql = given['sql-filter'];
  const parsed = ruleSchema.safeParse(
    withoutNulls({
      name,
      sqlFilter: sql && { sqlExpression: sql.expression },
      correlationFilter: given['correlation-filter'],
    }),
  );
  if (parsed.success) return parsed.data;
  throw badArgument(
    `The rule '${name}' is not valid: ${parsed.error.issues.map(({ message }) => message).join('; ')}.`,
  );
};

const list = (code: number, ...fields: readonly (Typed | string | undefined)[]): Typed =>
  described(code, types.wrap_list(fields.map((field) => field ?? null)));

const filterOf = ({ sqlFilter, correlationFilter }: Rule): Typed => {
  if (sqlFilter) return list(SQL_FILTER, sqlFilter.sqlExpression, types.wrap_int(SQL_LEVEL));
  const { properties = {}, ...f } = correlationFilter ?? {};
  return list(
    CORRELATION_FILTER,
    f.correlationId,
    f.messageId,
    f.to,
    f.replyTo,
    f.label,
    f.sessionId,
    f.replyToSessionId,
    f.contentType,
    types.wrap_map(properties),
  );
};

const describe = (rule: Rule): Typed => list(RULE, filterOf(rule), list(NO_ACTION), rule.name);

const add = operation(
  z.object({ 'rule-name': z.string(), 'rule-description': description }),
  ({ peer, path }, body) => {
    peer.service.bus.rules(path).add(ruleFrom(body['rule-name'], body['rule-description']));
    return {};
  },
);

const remove = operation(z.object({ 'rule-name': z.string() }), ({ peer, path }, body) => {
  peer.service.bus.rules(path).remove(body['rule-name']);
  return {};
});

const enumerate = operation(z.object({ top: z.int(), skip: z.int() }), ({ peer, path }, { top, skip }) => {
  const page = peer.service.bus
    .rules(path)
    .list()
    .slice(skip, skip + top);
  return page.length === 0 ? undefined : { rules: page.map((rule) => ({ 'rule-description': describe(rule) })) };
});

/** The rules of a subscription. */
export const ruleOperations = {
  'add-rule': add,
  'remove-rule': remove,
  'enumerate-rules': enumerate,
};
