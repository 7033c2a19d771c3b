/** Probot as far as it is safe to use: its app authentication and its dispatch of events. Its server and its `run` are never touched. */
import { Probot, ProbotOctokit } from 'probot';
import { withoutRequest } from './apiErrors.ts';
import { guardedFetch, userAgent } from './client.ts';
import type { Delivery, Reception } from './front.ts';
import { onCheckRun } from './handlers/checkRun.ts';
import { onCheckSuite } from './handlers/checkSuite.ts';
import { onInstallation } from './handlers/installation.ts';
import type { Handled, Intake } from './handlers/intake.ts';
import { onIssueComment } from './handlers/issueComment.ts';
import { onMergeGroup } from './handlers/mergeGroup.ts';
import { onPullRequest, pullRequestEvents } from './handlers/pullRequest.ts';
import type { Log } from './log.ts';
import { judgePayload } from './payloads.ts';
import type { Settings } from './settings.ts';
import type { MintedToken, TokenRequest } from './tokens.ts';

export interface App {
  /** Runs the handlers of a verified delivery. */
  receive(delivery: Delivery): Promise<Reception>;
  mint(request: TokenRequest): Promise<MintedToken>;
  /** The login of what the app itself writes. */
  login(): Promise<string>;
}

export async function createApp(settings: Settings, intake: Intake, log: Log): Promise<App> {
  const { appId, privateKey, apiUrl, webhookSecrets } = settings;
  const probot = new Probot({
    appId,
    privateKey,
    // Never used to verify: the front has done that. Without one probot falls back to the word `development`.
    secret: webhookSecrets[0],
    baseUrl: apiUrl,
    log,
    request: { fetch: guardedFetch(apiUrl) },
    Octokit: ProbotOctokit.defaults((options: object) => ({
      ...options,
      userAgent,
      throttle: { enabled: false },
      retry: { enabled: false },
    })),
  });
  await probot.ready();

  const refused = new Set<string>();
  const note = (id: string, handled: Handled): void => {
    if (handled === 'refused') refused.add(id);
  };
  probot.on([...pullRequestEvents], (event) => note(event.id, onPullRequest(intake, event)));
  probot.on('check_run.rerequested', (event) => note(event.id, onCheckRun(intake, event)));
  probot.on('check_suite.rerequested', (event) => note(event.id, onCheckSuite(intake, event)));
  probot.on('merge_group.checks_requested', (event) => note(event.id, onMergeGroup(intake, event)));
  probot.on('issue_comment.created', (event) => note(event.id, onIssueComment(intake, event)));
  probot.on(['installation.created', 'installation_repositories.added'], (event) => note(event.id, onInstallation(intake, event)));

  let login: Promise<string> | null = null;
  return {
    async receive({ id, event, payload }) {
      const judged = judgePayload(event, payload);
      if (judged !== 'handled') return judged === 'malformed' ? 'malformed' : 'accepted';
      // The front has verified who sent it, and what the handlers read of it is there.
      await probot.receive({ id, name: event, payload } as unknown as Parameters<Probot['receive']>[0]);
      return refused.delete(id) ? 'full' : 'accepted';
    },
    async mint(request) {
      const octokit = await probot.auth();
      const { data } = await octokit.rest.apps.createInstallationAccessToken({ ...request }).catch((error: unknown) => {
        throw withoutRequest(error);
      });
      return data;
    },
    login() {
      login ??= probot.auth().then(async (octokit) => {
        const { data } = await octokit.rest.apps.getAuthenticated();
        if (!data?.slug) throw new Error('GitHub does not say the name of this app.');
        return `${data.slug}[bot]`;
      });
      login.catch(() => {
        login = null;
      });
      return login;
    },
  };
}
