import type { UseInfiniteQueryResult } from '@tanstack/react-query';

/** A list as far as it was loaded. */
export type Pages<Item> = UseInfiniteQueryResult<readonly Item[]>;
