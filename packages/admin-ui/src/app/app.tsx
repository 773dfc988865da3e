import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Redirect, Route, Router, Switch } from 'wouter-preact';
import { ActivityScreen } from './activity/screen.js';
import { type ApiProblem, problemOf } from './api-problem.js';
import { ApprovalsScreen } from './approvals/screen.js';
import { AuditScreen } from './audit/screen.js';
import { ConnectionsScreen } from './connections/screen.js';
import { HouseScreen } from './house/screen.js';
import { KeyScreen } from './keys/key-screen.js';
import { NewKeyScreen } from './keys/new-key-screen.js';
import { KeysScreen } from './keys/screen.js';
import { useGuardedLocation } from './leave-guard.js';
import { LimitsScreen } from './limits/screen.js';
import { findSession } from './session.js';
import { session } from './session-state.js';
import { LeaveDialog, Toasts } from './shell/overlays.js';
import { Shell } from './shell/shell.js';
import { SignInScreen } from './sign-in/screen.js';
import { SystemScreen } from './system/screen.js';
import { ScreenLink } from './ui/link.js';
import { Screen } from './ui/screen.js';
import { EmptyState, ErrorNote, Loading } from './ui/states.js';

/** No such screen. */
function NotFoundScreen(): JSX.Element {
  return (
    <Screen title="Not found">
      <EmptyState
        title="There is no such screen"
        icon="search"
        action={<ScreenLink to="/admin/keys">To the keys</ScreenLink>}
      />
    </Screen>
  );
}

function Screens(): JSX.Element {
  return (
    <Switch>
      <Route path="/admin/keys" component={KeysScreen} />
      <Route path="/admin/keys/new" component={NewKeyScreen} />
      <Route path="/admin/keys/:id">
        {({ id }: { id: string }) => <KeyScreen key={id} id={id} />}
      </Route>
      <Route path="/admin/approvals" component={ApprovalsScreen} />
      <Route path="/admin/audit" component={AuditScreen} />
      <Route path="/admin/house" component={HouseScreen} />
      <Route path="/admin/activity" component={ActivityScreen} />
      <Route path="/admin/connections" component={ConnectionsScreen} />
      <Route path="/admin/limits" component={LimitsScreen} />
      <Route path="/admin/system" component={SystemScreen} />
      <Route path="/admin/sign-in">
        <Redirect to="/admin/keys" replace />
      </Route>
      <Route path="/admin">
        <Redirect to="/admin/keys" replace />
      </Route>
      <Route component={NotFoundScreen} />
    </Switch>
  );
}

/** Before it is known whether somebody is signed in. */
function Starting(): JSX.Element {
  const [problem, setProblem] = useState<ApiProblem>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    setProblem(undefined);
    findSession().catch((error: unknown) => setProblem(problemOf(error)));
  }, [round]);
  return (
    <main class="starting">
      {problem === undefined ? (
        <Loading what="Gatehouse" />
      ) : (
        <ErrorNote problem={problem} retry={() => setRound((old) => old + 1)} />
      )}
    </main>
  );
}

/** Who is not signed in sees the sign-in at whatever address, and then the screen of the address. */
function Entrance(): JSX.Element {
  const state = session.value;
  if (state.is === 'unknown') return <Starting />;
  if (state.is === 'out') return <SignInScreen ended={state.ended} />;
  return (
    <Shell key={state.who.id} who={state.who}>
      <Screens />
    </Shell>
  );
}

/** The page. */
export function App(): JSX.Element {
  return (
    <Router hook={useGuardedLocation}>
      <Entrance />
      <LeaveDialog />
      <Toasts />
    </Router>
  );
}
