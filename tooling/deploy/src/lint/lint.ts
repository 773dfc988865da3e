import { agreementJudgements } from './agreement-rules.js';
import { composeJudgements } from './compose-rules.js';
import { readDeployment } from './deployment.js';
import { imageJudgements } from './image-rules.js';
import type { Judgement } from './judgement.js';
import { kubernetesJudgements } from './kubernetes-rules.js';
import { proxyJudgements } from './proxy-rules.js';
import { type KnownSettings, settingJudgements } from './settings-rules.js';
import { unitJudgements } from './unit-rules.js';

/** What all files are held to. */
export interface LintOptions {
  /** The text of a file, by its path from `tooling/deploy`. */
  readonly read: (path: string) => string;
  readonly known: KnownSettings;
  /** Of the server. */
  readonly version: string;
}

/**
 * Judges the files that an operator installs.
 *
 * @returns One judgement for each rule and file; all is well when all of them hold.
 */
export function lint({ read, known, version }: LintOptions): readonly Judgement[] {
  const deployment = readDeployment(read);
  return [
    ...imageJudgements(deployment.stages),
    ...composeJudgements(deployment.compose),
    ...unitJudgements(deployment.unit, deployment.unitEnv),
    ...kubernetesJudgements(deployment),
    ...proxyJudgements(deployment),
    ...agreementJudgements(deployment, version),
    ...settingJudgements(deployment, known),
  ];
}
