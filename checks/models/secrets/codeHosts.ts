/** Where code lives: GitHub, GitLab, Bitbucket and smaller ones. */
import type { SecretFamily } from '../../../src/engine/literals/family.ts';
import { jwt, keyWords, maybe, named, ruleSets, run } from './pieces.ts';

const github = {
  provider: 'GitHub',
  worth: 'live',
  source: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
} as const;
const applications = 'https://github.com/settings/applications';
const developerApps = 'https://github.com/settings/apps';

const gitlab = { provider: 'GitLab', worth: 'live', source: 'https://docs.gitlab.com/security/tokens/' } as const;
const gitlabTokens = 'https://gitlab.com/-/user_settings/personal_access_tokens';
const gitlabRunners = 'https://docs.gitlab.com/ci/runners/new_creation_workflow/';

const bitbucket = { provider: 'Bitbucket', worth: 'live', source: ruleSets } as const;

export const gitHubTokens: readonly SecretFamily[] = [
  {
    ...github,
    id: 'github-personal-access-token',
    kind: 'personal access token (classic)',
    form: ['ghp_', run('base62', 36)],
    proof: 'base62-crc32',
    revoke: 'https://github.com/settings/tokens',
  },
  {
    ...github,
    id: 'github-fine-grained-token',
    kind: 'fine-grained personal access token',
    form: ['github_pat_', run('base62', 22), '_', run('base62', 59)],
    revoke: 'https://github.com/settings/personal-access-tokens',
  },
  {
    ...github,
    id: 'github-oauth-token',
    kind: 'OAuth access token',
    form: ['gho_', run('base62', 36)],
    proof: 'base62-crc32',
    revoke: applications,
  },
  {
    ...github,
    id: 'github-user-token',
    kind: 'user-to-server token',
    form: ['ghu_', run('base62', 36)],
    proof: 'base62-crc32',
    worth: 'short-lived',
    revoke: applications,
  },
  {
    ...github,
    id: 'github-installation-token',
    kind: 'installation access token',
    form: ['ghs_', run('base62', 36)],
    proof: 'base62-crc32',
    worth: 'short-lived',
    revoke: developerApps,
  },
  {
    ...github,
    id: 'github-installation-web-token',
    kind: 'installation access token',
    form: ['ghs_', run('digits', 1, 20), '_', ...jwt],
    proof: 'jwt',
    worth: 'short-lived',
    revoke: developerApps,
  },
  {
    ...github,
    id: 'github-refresh-token',
    kind: 'refresh token',
    form: ['ghr_', run('base62', 36, 76)],
    revoke: applications,
  },
];

const gitlabFamilies: readonly SecretFamily[] = [
  {
    ...gitlab,
    id: 'gitlab-personal-token',
    kind: 'personal access token',
    form: ['glpat-', run('base64url', 20)],
    revoke: gitlabTokens,
  },
  {
    ...gitlab,
    id: 'gitlab-routable-token',
    kind: 'personal access token',
    form: ['glpat-', run('base64url', 27, 300), '.', run('base36', 9)],
    proof: 'gitlab-crc32',
    revoke: gitlabTokens,
  },
  {
    ...gitlab,
    id: 'gitlab-runner-token',
    kind: 'runner authentication token',
    form: ['glrt-', run('base64url', 20, 26)],
    revoke: gitlabRunners,
  },
  {
    ...gitlab,
    id: 'gitlab-routable-runner-token',
    kind: 'runner authentication token',
    form: ['glrt-', run('base64url', 27, 300), '.', run('base36', 9)],
    proof: 'gitlab-crc32',
    revoke: gitlabRunners,
  },
  {
    ...gitlab,
    id: 'gitlab-registered-runner-token',
    kind: 'runner authentication token',
    form: ['glrtr-', run('base64url', 20, 26)],
    revoke: gitlabRunners,
  },
  {
    ...gitlab,
    id: 'gitlab-runner-registration-token',
    kind: 'runner registration token',
    form: ['GR1348941', run('base64url', 20)],
    revoke: gitlabRunners,
  },
  {
    ...gitlab,
    id: 'gitlab-deploy-token',
    kind: 'deploy token',
    form: ['gldt-', run('base64url', 20)],
    revoke: 'https://docs.gitlab.com/user/project/deploy_tokens/',
  },
  {
    ...gitlab,
    id: 'gitlab-trigger-token',
    kind: 'pipeline trigger token',
    form: ['glptt-', run('hex', 40)],
    revoke: 'https://docs.gitlab.com/ci/triggers/',
  },
  {
    ...gitlab,
    id: 'gitlab-feed-token',
    kind: 'feed token',
    form: ['glft-', run('base64url', 20)],
    revoke: gitlabTokens,
  },
  {
    ...gitlab,
    id: 'gitlab-signed-feed-token',
    kind: 'feed token for one path',
    form: ['glft-', run('hex', 64), '-', run('digits', 1, 12)],
    revoke: gitlabTokens,
  },
  {
    ...gitlab,
    id: 'gitlab-incoming-mail-token',
    kind: 'incoming email token',
    form: ['glimt-', run('base64url', 25)],
    revoke: gitlabTokens,
  },
  {
    ...gitlab,
    id: 'gitlab-agent-token',
    kind: 'Kubernetes agent token',
    form: ['glagent-', run('base64url', 50)],
    revoke: 'https://docs.gitlab.com/user/clusters/agent/work_with_agent/',
  },
  {
    ...gitlab,
    id: 'gitlab-application-secret',
    kind: 'OAuth application secret',
    form: ['gloas-', run('base64url', 64)],
    revoke: 'https://docs.gitlab.com/integration/oauth_provider/',
  },
  {
    ...gitlab,
    id: 'gitlab-scim-token',
    kind: 'SCIM token',
    form: ['glsoat-', run('base64url', 20)],
    revoke: 'https://docs.gitlab.com/user/group/saml_sso/scim_setup/',
  },
  {
    ...gitlab,
    id: 'gitlab-feature-flag-token',
    kind: 'feature flags client token',
    form: ['glffct-', run('base64url', 20)],
    revoke: 'https://docs.gitlab.com/operations/feature_flags/',
  },
  {
    ...gitlab,
    id: 'gitlab-workspace-token',
    kind: 'workspace token',
    form: ['glwt-', run('base64url', 20)],
    revoke: null,
  },
  {
    ...gitlab,
    id: 'gitlab-job-token',
    kind: 'CI/CD job token',
    form: ['glcbt-', run('base62', 1, 5), '_', run('base64url', 20)],
    worth: 'short-lived',
    revoke: null,
  },
  {
    ...gitlab,
    id: 'gitlab-session-cookie',
    kind: 'session cookie',
    form: ['_gitlab_session=', run('hex', 32)],
    worth: 'short-lived',
    revoke: 'https://gitlab.com/-/user_settings/active_sessions',
    source: ruleSets,
  },
];

const bitbucketFamilies: readonly SecretFamily[] = [
  {
    ...bitbucket,
    id: 'bitbucket-app-password',
    kind: 'app password',
    form: ['ATBB', run('base62', 32)],
    revoke: 'https://bitbucket.org/account/settings/app-passwords/',
  },
  {
    ...bitbucket,
    id: 'bitbucket-access-token',
    kind: 'repository access token',
    form: ['ATCTT3xFfGN0', run('base64url', 150, 200), '=', run('HEX', 8)],
    proof: 'atlassian-crc32',
    revoke: 'https://support.atlassian.com/bitbucket-cloud/docs/revoke-a-repository-access-token/',
  },
  {
    ...bitbucket,
    id: 'bitbucket-data-center-token',
    provider: 'Bitbucket Data Center',
    kind: 'HTTP access token',
    form: ['BBDC-', run('base64', 44)],
    revoke: 'https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html',
    source: 'https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html',
  },
  {
    ...bitbucket,
    id: 'bitbucket-client-secret',
    kind: 'OAuth consumer secret',
    form: [run('base62', 32)],
    near: named(['bitbucket'], ['clientsecret', 'consumersecret', 'oauthsecret', 'secret']),
    revoke: null,
  },
];

const otherHosts: readonly SecretFamily[] = [
  {
    ...github,
    id: 'github-client-secret',
    kind: 'OAuth client secret',
    form: [run('hex', 40)],
    near: named(['github', 'gh'], ['clientsecret', 'oauthsecret', 'appsecret']),
    revoke: 'https://github.com/settings/developers',
  },
  {
    id: 'gitea-token',
    provider: 'Gitea, Forgejo, Gogs',
    kind: 'access token',
    form: [run('hex', 40)],
    near: named(['gitea', 'forgejo', 'gogs', 'codeberg'], ['token', 'apitoken', 'accesstoken', 'apikey', 'pat']),
    worth: 'live',
    revoke: 'https://docs.gitea.com/development/api-usage',
    source: 'https://docs.gitea.com/development/api-usage',
  },
  {
    id: 'gitee-token',
    provider: 'Gitee',
    kind: 'personal access token',
    form: [run('hex', 32)],
    near: named(['gitee'], ['token', 'accesstoken', 'privatetoken', 'apitoken']),
    worth: 'live',
    revoke: 'https://gitee.com/profile/personal_access_tokens',
    source: ruleSets,
  },
  {
    id: 'sourcegraph-token',
    provider: 'Sourcegraph',
    kind: 'access token',
    form: ['sgp_', maybe('local_'), run('hex', 40)],
    worth: 'live',
    revoke: 'https://sourcegraph.com/user/settings/tokens',
    source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  },
  {
    id: 'sourcegraph-instance-token',
    provider: 'Sourcegraph',
    kind: 'access token of an instance',
    form: ['sgp_', run('hex', 16), '_', run('hex', 40)],
    worth: 'live',
    revoke: null,
    source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
  },
  {
    id: 'sourcegraph-cody-token',
    provider: 'Sourcegraph',
    kind: 'Cody gateway token',
    form: ['slk_', run('hex', 64)],
    worth: 'live',
    revoke: null,
    source: ruleSets,
  },
  {
    id: 'gitter-token',
    provider: 'Gitter',
    kind: 'access token',
    form: [run('hex', 40)],
    near: named(['gitter'], keyWords),
    worth: 'live',
    revoke: null,
    source: ruleSets,
  },
];

export const codeHosts: readonly SecretFamily[] = [...gitHubTokens, ...gitlabFamilies, ...bitbucketFamilies, ...otherHosts];
