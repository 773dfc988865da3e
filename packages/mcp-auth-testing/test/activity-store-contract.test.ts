import { createMemoryActivityStore } from '@gatehouse/core';
import { activityStoreContract } from '../src/index.js';

activityStoreContract({ name: 'memory', create: () => createMemoryActivityStore() });
activityStoreContract({
  name: 'memory with few pairs',
  maxPairs: 12,
  create: () => createMemoryActivityStore({ maxPairs: 12 }),
});
