import type { Services } from '../services.ts';

/** The store gives no more at once. */
const PAGE = 1_000;

/**
 * Hands over what has changed in a view of one company since the last time that came to its end.
 * @param take gets the documents as they are now, page by page. `anew` goes with the first page when all of the view follows, at first and after it
 * was rebuilt: what was taken earlier is to be forgotten. It may be handed documents twice.
 */
export type ViewFollower<Doc> = (take: (docs: readonly Doc[], anew: boolean) => Promise<void>) => Promise<void>;

/** Follows a view of one company, for whoever keeps something made of it: at first in as few pages as may be, later mostly in one request. */
export const viewFollower = <Doc extends object>(
  { views, generations }: Pick<Services, 'views' | 'generations'>,
  tenantId: string,
  view: string,
): ViewFollower<Doc> => {
  let place = { generation: 0, sequence: 0 };

  const follow: ViewFollower<Doc> = async (take) => {
    const generation = await generations.serving(view);
    const anew = generation !== place.generation;
    let since = anew ? 0 : place.sequence;
    for (let isFirst = true; ; isFirst = false) {
      const { items, next, more } = await views.in(tenantId, view).changes<Doc>(since, PAGE);
      await take(
        items.map(({ doc }) => doc),
        anew && isFirst,
      );
      since = next;
      // A page may be short because its documents are large. Only an empty one is the end of the whole.
      if (anew ? items.length === 0 : !more) break;
    }
    // While pages were read another generation may have taken over: then they were not all of one.
    if ((await generations.serving(view)) !== generation) return follow(take);
    place = { generation, sequence: since };
  };
  return follow;
};
