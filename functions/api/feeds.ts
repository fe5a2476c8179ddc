import { type Area, area, http, type Trigger } from '../../shared/area.ts';
import { feed } from '../../shared/resources/feed.ts';
import type { Resource } from '../../shared/resources/resource.ts';

/** What the API shows of these areas. */
export const resourcesOf = (areas: readonly Area[]): readonly Resource[] =>
  areas
    .flatMap(({ triggers }) => Object.values(triggers))
    .flatMap((trigger) => (trigger.kind === 'projection' && trigger.resource ? [trigger.resource] : []));

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A feed for every resource of these areas. */
export const feedsOf = (areas: readonly Area[]): Area => {
  const triggers = resourcesOf(areas).map((resource): [string, Trigger] => [
    camel(resource.name),
    http(`GET feed/${resource.name}`, feed(resource)),
  ]);
  return area('feed', Object.fromEntries(triggers));
};
