import { limitStoreContract } from '@gatehouse/mcp-auth-testing';
import { createMemoryLimitStore } from '@gatehouse/rate-limit';

limitStoreContract({
  name: 'memory',
  maxBuckets: 50,
  create: (clock) => createMemoryLimitStore({ clock, maxBuckets: 50 }),
});
