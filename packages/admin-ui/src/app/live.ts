import { api } from './api.js';
import { createLive, type Live } from './create-live.js';

/** The page's stream of news. The shell starts it once somebody is signed in. */
export const live: Live = createLive({
  open: () => new EventSource('/admin/api/live'),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  // A server that was started anew knows no sessions: a 401 here leads to the sign-in. One that does
  // not answer at all is tried again by the stream itself, which also says so.
  onRefused: () => void api.get('/session').catch(() => undefined),
});
