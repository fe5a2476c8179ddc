import type { Facts } from '../message/content.ts';
import type { CorrelationFilter } from './rule.ts';

const systemName = {
  correlationId: 'correlationid',
  messageId: 'messageid',
  to: 'to',
  replyTo: 'replyto',
  label: 'label',
  sessionId: 'sessionid',
  replyToSessionId: 'replytosessionid',
  contentType: 'contenttype',
} as const;

const comparable = (value: unknown) => (value instanceof Date ? value.getTime() : value);

/** A predicate that holds when every named property has exactly the given value. */
export const compileCorrelation = ({ properties = {}, ...system }: CorrelationFilter) => {
  const wanted = Object.entries(systemName).flatMap(([key, name]) => {
    const value = system[key as keyof typeof systemName];
    return value === undefined ? [] : [[name, value] as const];
  });
  const wantedProperties = Object.entries(properties);
  return (facts: Facts): boolean =>
    wanted.every(([name, value]) => facts.system[name] === value) &&
    wantedProperties.every(([name, value]) => comparable(facts.properties[name]) === comparable(value));
};
