/** Every check there is, one line each. */
import type { CheckDeclaration } from '../src/engine/check.ts';
import permissions from './actions/permissions/check.ts';
import persistCredentials from './actions/persist-credentials/check.ts';
import secretsExposure from './actions/secrets-exposure/check.ts';
import actionsUnpinned from './artifact/actions-unpinned/check.ts';
import producerUnchecked from './artifact/producer-unchecked/check.ts';
import unverifiedDownload from './artifact/unverified-download/check.ts';
import cookieFlags from './auth/cookie-flags/check.ts';
import trustBoundary from './auth/trust-boundary/check.ts';
import dockerSecretArgEnv from './container/docker-secret-arg-env/check.ts';
import insecureRandom from './crypto/insecure-random/check.ts';
import weakHash from './crypto/weak-hash/check.ts';
import assertSecurity from './failsecure/assert-security/check.ts';
import defaultSecret from './failsecure/default-secret/check.ts';
import emptyCatch from './failsecure/empty-catch/check.ts';
import errexitDefeated from './failsecure/errexit-defeated/check.ts';
import explicitBranch from './failsecure/explicit-branch/check.ts';
import failOpenAuth from './failsecure/fail-open-auth/check.ts';
import guardOnlyIfConfigured from './failsecure/guard-only-if-configured/check.ts';
import privilegedUnchecked from './failsecure/privileged-unchecked/check.ts';
import promiseDropped from './failsecure/promise-dropped/check.ts';
import statusMasked from './failsecure/status-masked/check.ts';
import weakened from './gate/weakened/check.ts';
import actionsArtifactPoisoning from './injection/actions-artifact-poisoning/check.ts';
import actionsCachePoisoning from './injection/actions-cache-poisoning/check.ts';
import actionsCheckoutToctou from './injection/actions-checkout-toctou/check.ts';
import actionsConditionAlwaysTrue from './injection/actions-condition-always-true/check.ts';
import actionsEnvFile from './injection/actions-env-file/check.ts';
import actionsExpression from './injection/actions-expression/check.ts';
import actionsUntrustedCheckout from './injection/actions-untrusted-checkout/check.ts';
import addType from './injection/add-type/check.ts';
import archiveExtraction from './injection/archive-extraction/check.ts';
import arithmeticEvaluation from './injection/arithmetic-evaluation/check.ts';
import awkProgram from './injection/awk-program/check.ts';
import callOperator from './injection/call-operator/check.ts';
import clientRedirect from './injection/client-redirect/check.ts';
import codeEval from './injection/code-eval/check.ts';
import curlPipe from './injection/curl-pipe/check.ts';
import dockerShellArg from './injection/docker-shell-arg/check.ts';
import downloadExecute from './injection/download-execute/check.ts';
import dynamicCall from './injection/dynamic-call/check.ts';
import dynamicImport from './injection/dynamic-import/check.ts';
import findExecShell from './injection/find-exec-shell/check.ts';
import foreignProgram from './injection/foreign-program/check.ts';
import formatString from './injection/format-string/check.ts';
import graphqlString from './injection/graphql-string/check.ts';
import headerCrlf from './injection/header-crlf/check.ts';
import heredocConfig from './injection/heredoc-config/check.ts';
import heredocInterpreter from './injection/heredoc-interpreter/check.ts';
import invokeExpression from './injection/invoke-expression/check.ts';
import ldapFilter from './injection/ldap-filter/check.ts';
import logInjection from './injection/log-injection/check.ts';
import loggingConfig from './injection/logging-config/check.ts';
import massAssignment from './injection/mass-assignment/check.ts';
import nameReference from './injection/name-reference/check.ts';
import nativeDeserialize from './injection/native-deserialize/check.ts';
import nestedShell from './injection/nested-shell/check.ts';
import nodeDeserialize from './injection/node-deserialize/check.ts';
import nosqlOperator from './injection/nosql-operator/check.ts';
import nosqlWhere from './injection/nosql-where/check.ts';
import openRedirect from './injection/open-redirect/check.ts';
import optionInjection from './injection/option-injection/check.ts';
import pathEmptyDestructive from './injection/path-empty-destructive/check.ts';
import pathEnvironment from './injection/path-environment/check.ts';
import pathTraversal from './injection/path-traversal/check.ts';
import pickleLoad from './injection/pickle-load/check.ts';
import postmessageOrigin from './injection/postmessage-origin/check.ts';
import prototypePollution from './injection/prototype-pollution/check.ts';
import regexp from './injection/regexp/check.ts';
import sedProgram from './injection/sed-program/check.ts';
import shellCommand from './injection/shell-command/check.ts';
import shellEval from './injection/shell-eval/check.ts';
import shlexSplitFormat from './injection/shlex-split-format/check.ts';
import sourceVariable from './injection/source-variable/check.ts';
import sqlFakeBinding from './injection/sql-fake-binding/check.ts';
import sqlIdentifier from './injection/sql-identifier/check.ts';
import sqlLikeWildcard from './injection/sql-like-wildcard/check.ts';
import sqlString from './injection/sql-string/check.ts';
import sshRemote from './injection/ssh-remote/check.ts';
import ssrf from './injection/ssrf/check.ts';
import startProcessString from './injection/start-process-string/check.ts';
import templateInjection from './injection/template-injection/check.ts';
import templateObject from './injection/template-object/check.ts';
import trapEarly from './injection/trap-early/check.ts';
import unquotedExpansion from './injection/unquoted-expansion/check.ts';
import uploadName from './injection/upload-name/check.ts';
import xargsShell from './injection/xargs-shell/check.ts';
import xpathQuery from './injection/xpath-query/check.ts';
import xssDangerousHtml from './injection/xss-dangerous-html/check.ts';
import xssDom from './injection/xss-dom/check.ts';
import xssServerHtml from './injection/xss-server-html/check.ts';
import xxe from './injection/xxe/check.ts';
import yamlLoad from './injection/yaml-load/check.ts';
import awsKeyPair from './leak/aws-key-pair/check.ts';
import githubToken from './leak/github-token/check.ts';
import hardCodedSecret from './leak/hard-coded-secret/check.ts';
import jsonWebToken from './leak/json-web-token/check.ts';
import npmToken from './leak/npm-token/check.ts';
import personalDataInLog from './leak/personal-data-in-log/check.ts';
import plainTextCredential from './leak/plain-text-credential/check.ts';
import privateKey from './leak/private-key/check.ts';
import providerToken from './leak/provider-token/check.ts';
import secretCompared from './leak/secret-compared/check.ts';
import secretFile from './leak/secret-file/check.ts';
import secretInArgv from './leak/secret-in-argv/check.ts';
import secretInBrowserStorage from './leak/secret-in-browser-storage/check.ts';
import secretInBuildContext from './leak/secret-in-build-context/check.ts';
import secretInChildEnvironment from './leak/secret-in-child-environment/check.ts';
import secretInError from './leak/secret-in-error/check.ts';
import secretInFile from './leak/secret-in-file/check.ts';
import secretInImage from './leak/secret-in-image/check.ts';
import secretInLog from './leak/secret-in-log/check.ts';
import secretInOutput from './leak/secret-in-output/check.ts';
import secretInResponse from './leak/secret-in-response/check.ts';
import secretInTrace from './leak/secret-in-trace/check.ts';
import secretInUrl from './leak/secret-in-url/check.ts';
import urlCredentials from './leak/url-credentials/check.ts';
import awaitCheckThenAct from './toctou/await-check-then-act/check.ts';
import checkThenUse from './toctou/check-then-use/check.ts';
import createThenRestrict from './toctou/create-then-restrict/check.ts';
import dbReadModifyWrite from './toctou/db-read-modify-write/check.ts';
import explicitTempMode from './toctou/explicit-temp-mode/check.ts';
import getOrCreate from './toctou/get-or-create/check.ts';
import lockNonatomic from './toctou/lock-nonatomic/check.ts';
import mkdirThenChmod from './toctou/mkdir-then-chmod/check.ts';
import mktempDryRun from './toctou/mktemp-dry-run/check.ts';
import pidfileKill from './toctou/pidfile-kill/check.ts';
import predictableTemp from './toctou/predictable-temp/check.ts';
import rewriteInPlace from './toctou/rewrite-in-place/check.ts';
import secretBeforeChmod from './toctou/secret-before-chmod/check.ts';
import symlinkFollow from './toctou/symlink-follow/check.ts';
import symlinkSwap from './toctou/symlink-swap/check.ts';
import umaskPermissive from './toctou/umask-permissive/check.ts';
import verifyThenExecute from './toctou/verify-then-execute/check.ts';

export const checks: readonly CheckDeclaration[] = [
  permissions,
  persistCredentials,
  secretsExposure,
  actionsUnpinned,
  producerUnchecked,
  unverifiedDownload,
  cookieFlags,
  trustBoundary,
  dockerSecretArgEnv,
  insecureRandom,
  weakHash,
  assertSecurity,
  defaultSecret,
  emptyCatch,
  errexitDefeated,
  explicitBranch,
  failOpenAuth,
  guardOnlyIfConfigured,
  privilegedUnchecked,
  promiseDropped,
  statusMasked,
  weakened,
  actionsArtifactPoisoning,
  actionsCachePoisoning,
  actionsCheckoutToctou,
  actionsConditionAlwaysTrue,
  actionsEnvFile,
  actionsExpression,
  actionsUntrustedCheckout,
  addType,
  archiveExtraction,
  arithmeticEvaluation,
  awkProgram,
  callOperator,
  clientRedirect,
  codeEval,
  curlPipe,
  dockerShellArg,
  downloadExecute,
  dynamicCall,
  dynamicImport,
  findExecShell,
  foreignProgram,
  formatString,
  graphqlString,
  headerCrlf,
  heredocConfig,
  heredocInterpreter,
  invokeExpression,
  ldapFilter,
  logInjection,
  loggingConfig,
  massAssignment,
  nameReference,
  nativeDeserialize,
  nestedShell,
  nodeDeserialize,
  nosqlOperator,
  nosqlWhere,
  openRedirect,
  optionInjection,
  pathEmptyDestructive,
  pathEnvironment,
  pathTraversal,
  pickleLoad,
  postmessageOrigin,
  prototypePollution,
  regexp,
  sedProgram,
  shellCommand,
  shellEval,
  shlexSplitFormat,
  sourceVariable,
  sqlFakeBinding,
  sqlIdentifier,
  sqlLikeWildcard,
  sqlString,
  sshRemote,
  ssrf,
  startProcessString,
  templateInjection,
  templateObject,
  trapEarly,
  unquotedExpansion,
  uploadName,
  xargsShell,
  xpathQuery,
  xssDangerousHtml,
  xssDom,
  xssServerHtml,
  xxe,
  yamlLoad,
  awsKeyPair,
  githubToken,
  hardCodedSecret,
  jsonWebToken,
  npmToken,
  personalDataInLog,
  plainTextCredential,
  privateKey,
  providerToken,
  secretCompared,
  secretFile,
  secretInArgv,
  secretInBrowserStorage,
  secretInBuildContext,
  secretInChildEnvironment,
  secretInError,
  secretInFile,
  secretInImage,
  secretInLog,
  secretInOutput,
  secretInResponse,
  secretInTrace,
  secretInUrl,
  urlCredentials,
  awaitCheckThenAct,
  checkThenUse,
  createThenRestrict,
  dbReadModifyWrite,
  explicitTempMode,
  getOrCreate,
  lockNonatomic,
  mkdirThenChmod,
  mktempDryRun,
  pidfileKill,
  predictableTemp,
  rewriteInPlace,
  secretBeforeChmod,
  symlinkFollow,
  symlinkSwap,
  umaskPermissive,
  verifyThenExecute,
];
