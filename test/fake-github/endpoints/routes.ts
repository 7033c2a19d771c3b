/** Every endpoint there is; `scripts/openapiSlice.ts` cuts the description of exactly these. */
import { rateState } from '../rateLimit.ts';
import type { Route } from '../route.ts';
import { appRoutes } from './app.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { contentsRoutes } from './contents.ts';
import { gitRoutes } from './gitData.ts';
import { pullRoutes } from './pulls.ts';
import { reviewRoutes } from './reviews.ts';
import { statusRoutes } from './statuses.ts';

const rateLimit: Route = {
  method: 'GET',
  path: '/rate_limit',
  access: 'any',
  handle: (request) => {
    const core = { ...rateState(request.host, request.caller), resource: 'core' };
    const search = { limit: 30, used: 0, remaining: 30, reset: core.reset, resource: 'search' };
    return { status: 200, body: { resources: { core, search }, rate: core } };
  },
};

export const routes: readonly Route[] = [
  ...appRoutes,
  ...gitRoutes,
  ...contentsRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...commentRoutes,
  ...checkRoutes,
  ...statusRoutes,
  rateLimit,
];
