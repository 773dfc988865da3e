import { approvalStoreContract } from '@gatehouse/mcp-auth-testing';
import { createMemoryApprovalStore } from '../../src/consent/memory-approval-store.js';

approvalStoreContract({ name: 'memory', create: () => createMemoryApprovalStore() });
