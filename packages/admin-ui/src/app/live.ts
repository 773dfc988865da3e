import { createLive, type Live } from './create-live.js';

/** The page's stream of news. The shell starts it once somebody is signed in. */
export const live: Live = createLive({
  open: () => new EventSource('/admin/api/live'),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});
