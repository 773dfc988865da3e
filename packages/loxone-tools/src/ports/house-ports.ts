import type { HouseAdmin } from './admin.js';
import type { RenderChart } from './charts.js';
import type { AskConsent } from './consent.js';
import type { HouseData } from './house-data.js';
import type { Journal } from './journal.js';
import type { SendRaw } from './raw.js';
import type { SceneStore } from './scenes.js';

/** Tells how far a call is; `total` is absent while nobody knows. */
export type ReportProgress = (done: number, total: number | undefined, message: string) => void;

/** What tools may use besides the live house; a tool whose port is missing says so. */
export interface HousePorts {
  readonly data?: HouseData;
  readonly journal?: Journal;
  readonly scenes?: SceneStore;
  /** For the tool that sends what the catalog does not know; the owner switches it on. */
  readonly raw?: SendRaw;
  /** For the tool of the administrator; the owner switches it on. */
  readonly admin?: HouseAdmin;
  readonly charts?: RenderChart;
  /** Default: nobody can be asked, so what needs an agreement is refused. */
  readonly consent?: AskConsent;
  readonly progress?: ReportProgress;
}
