import {
  type Action,
  type AuditEvent,
  type AuditSink,
  type Authorize,
  McpAuthError,
  RISKS,
  type Risk,
} from '@gatehouse/core';
import { createRecordingLogger, PRINCIPALS } from '@gatehouse/mcp-auth-testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { leveledSink } from '../src/audit-sinks.js';
import { createDecide, createRecording, type Decide } from '../src/decide.js';
import type { DecisionReport } from '../src/hooks.js';
import { type SecurityLevel, securityPolicy } from '../src/security-level.js';
import { type FakeAudit, fakeAudit } from './support/fake-audit.js';
import { authorizeByRole } from './support/notes-server.js';

const { admin, monitor } = PRINCIPALS;
const logger = createRecordingLogger();
let audit: FakeAudit;
let summed: AuditEvent[];

function act(risk: Risk, name = 'a_tool'): Action {
  return { kind: 'tool', name, risk };
}

function parts(level: SecurityLevel = 'staging', authorize: Authorize = authorizeByRole) {
  const policy = securityPolicy(level);
  const sink: AuditSink = leveledSink(audit, policy, logger);
  const refusals = { note: (event: AuditEvent) => void summed.push(event) };
  return { authorize, audit: sink, refusals, policy, logger };
}

function deciding(level?: SecurityLevel): Decide {
  return createDecide(parts(level));
}

const confirming: Authorize = (principal, action) => {
  const decision = authorizeByRole(principal, action);
  return decision.allow && action.risk === 'access'
    ? { allow: true, consent: 'confirm' }
    : decision;
};

beforeEach(() => {
  audit = fakeAudit();
  summed = [];
  logger.clear();
});

describe('a look that is routine', () => {
  const routine = { sessionId: 's1', isRoutine: true };

  it('leaves no line, and the hook hears of it', async () => {
    const reports: DecisionReport[] = [];
    const decide = createDecide({ ...parts(), onDecision: (report) => void reports.push(report) });
    expect(await decide(monitor, act('read'), routine)).toEqual({ allow: true });
    expect(audit.noted).toEqual([]);
    expect(reports).toHaveLength(1);
  });

  it.each(RISKS.filter((risk) => risk !== 'read'))(
    'leaves a line where it is none: %s',
    async (risk) => {
      await deciding()(admin, act(risk), routine);
      expect(audit.recorded).toHaveLength(1);
    },
  );

  it('leaves a line where it is denied', async () => {
    const denying = createDecide(parts('staging', () => ({ allow: false, reason: 'role' })));
    await denying(monitor, act('read'), routine);
    expect(audit.noted).toMatchObject([{ type: 'decision.denied' }]);
  });

  it('leaves a line where nobody said that it is routine', async () => {
    await deciding()(monitor, act('read'), { sessionId: 's1' });
    await deciding()(monitor, act('read'), { ...routine, isRoutine: false });
    expect(audit.noted).toHaveLength(2);
  });
});

describe('an act', () => {
  it('is allowed as roles and permissions say, and the trail knows', async () => {
    const from = {
      address: '192.0.2.1',
      requestId: 'r1',
      sessionId: 's1',
      userAgent: 'test\u001b[31m\n',
    };
    expect(await deciding()(admin, act('control'), from)).toEqual({ allow: true });
    expect(audit.recorded).toEqual([
      {
        type: 'decision.allowed',
        outcome: 'success',
        actor: { id: admin.id, kind: 'key', role: 'admin' },
        target: 'tool:a_tool',
        address: '192.0.2.1',
        requestId: 'r1',
        sessionId: 's1',
        userAgent: 'test\ufffd[31m\ufffd',
        details: { risk: 'control' },
      },
    ]);
  });

  it('that is denied is noted with its reason', async () => {
    expect(await deciding()(monitor, act('control'))).toMatchObject({
      allow: false,
      reason: 'role',
    });
    expect(audit.noted).toMatchObject([
      { type: 'decision.denied', outcome: 'denied', reason: 'role', actor: { id: monitor.id } },
    ]);
  });

  it('is in the trail before the answer is yes, unless it only reads', async () => {
    for (const risk of RISKS) {
      audit.clear();
      let durable = false;
      audit.onRecord = async () => {
        await Promise.resolve();
        durable = true;
      };
      await deciding()(admin, act(risk));
      expect([risk, durable]).toEqual([risk, risk !== 'read']);
      expect([risk, audit.noted.length]).toEqual([risk, risk === 'read' ? 1 : 0]);
    }
  });

  it('names its targets', async () => {
    const action = { ...act('control'), targets: [{ id: 'lamp', name: 'Lamp' }, { id: 'blind' }] };
    await deciding()(admin, action);
    expect(audit.recorded[0]?.details).toEqual({ risk: 'control', targets: ['lamp', 'blind'] });
  });
});

describe('while the audit trail cannot be written', () => {
  const failing = (): void => audit.fail();

  it('development: goes on, warns', async () => {
    failing();
    for (const risk of RISKS) {
      expect(await deciding('development')(admin, act(risk))).toEqual({ allow: true });
    }
    expect(logger.messages('warn').length).toBeGreaterThan(0);
  });

  it('staging: refuses writes', async () => {
    failing();
    for (const risk of RISKS) {
      const decision = await deciding('staging')(admin, act(risk));
      expect([risk, decision.allow]).toEqual([risk, risk === 'read']);
      if (!decision.allow) expect(decision.reason).toBe('audit-unavailable');
    }
  });

  it('production: refuses everything', async () => {
    failing();
    for (const risk of RISKS) {
      expect(await deciding('production')(admin, act(risk))).toMatchObject({
        allow: false,
        reason: 'audit-unavailable',
      });
    }
  });

  it('an act is refused also when the trail fails only now', async () => {
    audit.onRecord = () => Promise.reject(unavailable());
    expect(audit.state()).toBe('writing');
    expect(await deciding('staging')(admin, act('control'))).toMatchObject({
      reason: 'audit-unavailable',
    });
    expect(await deciding('development')(admin, act('control'))).toEqual({ allow: true });
  });

  it('a denial stays the denial that it is', async () => {
    failing();
    expect(await deciding('production')(monitor, act('admin'))).toMatchObject({ reason: 'role' });
  });

  it('a fault of the sink is no denial', async () => {
    audit.onRecord = () => Promise.reject(new RangeError('a bug'));
    await expect(deciding('staging')(admin, act('control'))).rejects.toThrow(RangeError);
  });
});

function unavailable(): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_AUDIT_UNAVAILABLE', 'full', {
    location: 'memory',
    problem: 'full',
  });
}

describe('confirmation', () => {
  it('is left to the caller, who asks again with what a person said', async () => {
    const decide = createDecide(parts('staging', confirming));
    expect(await decide(admin, act('access'))).toEqual({ allow: true, consent: 'confirm' });
    expect(await decide(admin, act('access'), { confirmed: true })).toEqual({ allow: true });
    expect(await decide(admin, act('access'), { confirmed: false })).toMatchObject({
      allow: false,
      reason: 'not-confirmed',
    });
    expect(audit.recorded.map(({ details }) => details?.confirmation)).toEqual(['needed', 'given']);
    expect(audit.noted).toMatchObject([{ type: 'decision.denied', reason: 'not-confirmed' }]);
  });

  it('gives nobody what they may not do', async () => {
    const decide = createDecide(parts('staging', confirming));
    expect(await decide(monitor, act('access'), { confirmed: true })).toMatchObject({
      reason: 'role',
    });
  });

  it('is none where the owner has to approve: only they can', async () => {
    const approve: Authorize = (principal, action) => {
      const decision = confirming(principal, action);
      return decision.allow && decision.consent ? { allow: true, consent: 'approve' } : decision;
    };
    const decide = createDecide(parts('staging', approve));
    const pending = { allow: true, consent: 'approve' };
    expect(await decide(admin, act('access'))).toEqual(pending);
    expect(await decide(admin, act('access'), { confirmed: true })).toEqual(pending);
    for (const context of [{ confirmed: false }, { approved: false }]) {
      expect(await decide(admin, act('access'), context)).toMatchObject({
        allow: false,
        reason: 'not-approved',
      });
    }
    const approved = { approved: true, confirmed: false };
    expect(await decide(admin, act('access'), approved)).toEqual({ allow: true });
    expect(audit.recorded.map(({ details }) => details?.confirmation)).toEqual([
      'approval-needed',
      'approval-needed',
      'approved',
    ]);
  });

  it('of the owner serves for that of a person, and their no counts as well', async () => {
    const decide = createDecide(parts('staging', confirming));
    expect(await decide(admin, act('access'), { approved: true })).toEqual({ allow: true });
    expect(await decide(admin, act('access'), { approved: false, confirmed: true })).toMatchObject({
      reason: 'not-approved',
    });
    expect(await decide(monitor, act('access'), { approved: true })).toMatchObject({
      reason: 'role',
    });
  });

  it('of what needs none changes nothing', async () => {
    const decide = createDecide(parts('staging', confirming));
    expect(await decide(admin, act('control'), { confirmed: false })).toEqual({ allow: true });
  });
});

describe('recording', () => {
  it('answers at once, and notes denials only', () => {
    const authorize = createRecording(parts(), { requestId: 'r1' });
    expect(authorize(admin, act('control'))).toEqual({ allow: true });
    expect(authorize(monitor, act('control'))).toMatchObject({ allow: false });
    expect(audit.noted).toMatchObject([{ type: 'decision.denied', requestId: 'r1' }]);
    expect(audit.recorded).toEqual([]);
  });

  it('sums up the denials of one act that touches a whole house', () => {
    const authorize = createRecording(parts(), {});
    for (let at = 0; at < 500; at += 1) authorize(monitor, act('control', `lamp_${at}`));
    expect(audit.noted).toHaveLength(16);
    expect(summed).toHaveLength(484);
  });

  it.each([
    ['development', RISKS],
    ['staging', ['read']],
    ['production', []],
  ] as const)('heeds the audit policy of %s, for every risk', (level, allowed) => {
    audit.fail();
    const authorize = createRecording(parts(level), {});
    const answers = RISKS.map((risk) => authorize(admin, act(risk)));
    expect(RISKS.filter((_, at) => answers[at]?.allow)).toEqual(allowed);
    for (const answer of answers) {
      if (!answer.allow) expect(answer.reason).toBe('audit-unavailable');
    }
  });
});

describe('hooks', () => {
  it('hear of each decision', async () => {
    const heard: DecisionReport[] = [];
    const hooked = { ...parts(), onDecision: (report: DecisionReport) => void heard.push(report) };
    await createDecide(hooked)(monitor, act('read'), { requestId: 'r1' });
    createRecording(hooked, {})(monitor, act('admin'));
    expect(heard).toMatchObject([
      {
        principal: monitor,
        action: { risk: 'read' },
        decision: { allow: true },
        context: { requestId: 'r1' },
      },
      { action: { risk: 'admin' }, decision: { allow: false } },
    ]);
  });

  it.each([
    [
      'throws',
      (): never => {
        throw new RangeError('hook');
      },
    ],
    ['rejects', (): Promise<never> => Promise.reject(new RangeError('hook'))],
  ])('that %s changes no answer and is logged', async (_, onDecision) => {
    const decide = createDecide({ ...parts(), onDecision });
    expect(await decide(admin, act('control'))).toEqual({ allow: true });
    expect(await decide(monitor, act('control'))).toMatchObject({ allow: false });
    await Promise.resolve();
    expect(logger.messages('error')).toEqual(['a hook failed', 'a hook failed']);
  });
});
