import { join } from 'node:path';
import { approvalStoreContract } from '@gatehouse/mcp-auth-testing';
import { createFileApprovalStore } from '../src/index.js';
import { newDirectory } from './support/directory.js';

approvalStoreContract({
  name: 'directory',
  create: async () => createFileApprovalStore({ path: join(await newDirectory(), 'approvals') }),
  reopen: (store) => createFileApprovalStore({ path: store.location }),
});
