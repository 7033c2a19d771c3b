/** Every endpoint there is; `scripts/openapiSlice.ts` cuts the description of exactly these. */
import type { Route } from '../route.ts';

export const routes: readonly Route[] = [];
