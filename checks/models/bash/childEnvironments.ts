/** Commands that write out a secret for the environment of a container, a service or another machine. */
import { SECRET } from './secretFlow.ts';
import { containerEngines, type SpelledCommand, secretBehind } from './spelledCommands.ts';

const given = (options: string): RegExp => new RegExp(`\\n(?:${options})[\\n=][^\\n]*=[^\\n]*${SECRET}$`);

/** How programs are told what to put into the environment of others. */
const environments: Readonly<Record<string, RegExp>> = {
  'systemd-run': given('-E|--setenv'),
  systemctl: new RegExp(`\\n[A-Za-z_]\\w*=[^\\n]*${SECRET}$`),
  kubectl: new RegExp(`\\n(?:--env[\\n=])?[A-Za-z_]\\w*=[^\\n]*${SECRET}$`),
  gcloud: given('--set-env-vars|--update-env-vars'),
  aws: given('--environment(?:-variables)?|--container-overrides|--overrides'),
  az: given('--settings|--environment-variables|--set-env-vars|--env-vars'),
  launchctl: new RegExp(`\\n[A-Za-z_]\\w*\\n${SECRET}$`),
  tmux: new RegExp(`\\n[A-Za-z_]\\w*[\\n=][^\\n]*${SECRET}$`),
  ssh: new RegExp(`\\n(?:-o\\n)?[^\\n]*SetEnv=[^\\n]*${SECRET}$`, 'i'),
};
const container = given('-e|--env');

/** Where in the words of a command a secret goes into such an environment; -1 where none does. */
export function environmentAt({ command: { name }, text }: SpelledCommand): number {
  return environmentIn(name, text);
}

/** The same of a program's words, `\n` before and after each. */
export function environmentIn(name: string, text: string): number {
  const pattern = containerEngines.test(name) ? container : Object.hasOwn(environments, name) ? environments[name]! : null;
  if (!pattern || (name === 'systemctl' && !/\nset-environment\n/.test(text))) return -1;
  if ((name === 'kubectl' && !/\nenv\n|\n--env/.test(text)) || (name === 'tmux' && !/\nset-?env/.test(text))) return -1;
  return secretBehind(text, pattern);
}

const argument = new RegExp(`\\n--build-arg[\\n=][\\w.-]+=[^\\n]*${SECRET}$`);
const change = new RegExp(`\\n(?:--change|-c)[\\n=](?:ENV|LABEL)[^\\n]*${SECRET}$`, 'i');

/** The same for build arguments and settings of an image. */
export function imageAt({ command: { name }, text }: SpelledCommand): number {
  return imageIn(name, text);
}

export function imageIn(name: string, text: string): number {
  return containerEngines.test(name) ? Math.max(secretBehind(text, argument), secretBehind(text, change)) : -1;
}
