import type { RenderChart } from './charts.js';
import type { AskConsent } from './consent.js';
import type { HouseData } from './house-data.js';
import type { Journal } from './journal.js';
import type { SceneStore } from './scenes.js';

/** Tells how far a call is; `total` is absent while nobody knows. */
export type ReportProgress = (done: number, total: number | undefined, message: string) => void;

/** What tools may use besides the live house; a tool whose port is missing says so. */
export interface HousePorts {
  readonly data?: HouseData;
  readonly journal?: Journal;
  readonly scenes?: SceneStore;
  readonly charts?: RenderChart;
  /** Default: nobody can be asked, so what needs an agreement is refused. */
  readonly consent?: AskConsent;
  readonly progress?: ReportProgress;
}
