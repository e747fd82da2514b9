/** Addresses of the console. Each page's code is loaded when it is first opened. */
import { type ReactNode, Suspense } from 'react'
import { createBrowserRouter, Navigate, Outlet } from 'react-router'
import { AccountPage, AccountsPage, DevicesPage, GiveCodePage, SignInPage } from '../features/access/index.ts'
import { CertificatesPage } from '../features/certificate/index.ts'
import { PlanPage, PlansPage, SeatsPage } from '../features/district/index.ts'
import {
  AreasPage,
  AuditPage,
  CommitteesPage,
  ElectionsPage,
  ListExportsPage,
  NewElectionPage,
  RulesPage,
  TimetablePage,
} from '../features/election/index.ts'
import { HelpEditorPage, HelpPage, ManualPage } from '../features/help/index.ts'
import { NoticesPage } from '../features/notice/index.ts'
import { DisqualificationsPage, SourcesPage } from '../features/population/index.ts'
import {
  BuildingsPage,
  ElectoratePage,
  HouseholdPage,
  ImportPage,
  ImportsPage,
  NewImportPage,
  NotYetRegisteredPage,
  RefusedPage,
  ReviewPage,
  SendersPage,
  SeveralPage,
  StationsPage,
  VoterPage,
  VotersPage,
  WorkListPrint,
} from '../features/registration/index.ts'
import { ElectionTasks, OverviewPage, ScreenPage, TownshipsPage } from '../features/report/index.ts'
import { ObjectionsPage, PlacesPage, RollPage } from '../features/roll/index.ts'
import { PracticePage } from '../features/training/index.ts'
import { Loading } from '../ui/index.ts'
import { Broken, NoSuchPage } from './broken.tsx'
import { Permitted, SignedIn } from './gates.tsx'
import { Shell } from './shell.tsx'
import { Tools } from './tools.tsx'

const open = (page: ReactNode) => <Suspense fallback={<Loading rows={8} />}>{page}</Suspense>

export const router = createBrowserRouter(
  [
    {
      errorElement: <Broken />,
      children: [
        { path: '/sign-in', element: open(<SignInPage tools={<Tools />} />) },
        {
          element: (
            <SignedIn>
              <Outlet />
            </SignedIn>
          ),
          children: [
            { path: '/elections/:electionId/screen', element: open(<ScreenPage />) },
            { path: '/elections/:electionId/not-yet-registered/print', element: open(<WorkListPrint />) },
            {
              element: <Shell />,
              children: [
                {
                  errorElement: <Broken />,
                  children: [
                    { index: true, element: <Navigate to="/elections" replace /> },
                    {
                      path: '/elections',
                      element: open(<ElectionsPage tasks={({ id }) => <ElectionTasks electionId={id} />} />),
                    },
                    { path: '/elections/new', element: <Permitted permission="set-up">{open(<NewElectionPage />)}</Permitted> },
                    { path: '/help', element: open(<HelpPage />) },
                    { path: '/help/manual', element: open(<ManualPage />) },
                    { path: '/help/manual/:name', element: open(<ManualPage />) },
                    { path: '/help/edit', element: <Permitted permission="content">{open(<HelpEditorPage />)}</Permitted> },
                    { path: '/sources', element: open(<SourcesPage />) },
                    { path: '/rules', element: open(<RulesPage />) },
                    { path: '/areas', element: open(<AreasPage />) },
                    { path: '/second-officer', element: open(<GiveCodePage />) },
                    { path: '/account', element: open(<AccountPage />) },
                    {
                      path: '/accounts',
                      element: <Permitted permission={['accounts', 'audit']}>{open(<AccountsPage />)}</Permitted>,
                    },
                    { path: '/devices', element: <Permitted permission="accounts">{open(<DevicesPage />)}</Permitted> },
                    { path: '/elections/:electionId', element: open(<OverviewPage />) },
                    { path: '/elections/:electionId/townships', element: open(<TownshipsPage />) },
                    { path: '/elections/:electionId/voters', element: open(<VotersPage />) },
                    {
                      path: '/elections/:electionId/voters/:countyCode/:registrationId',
                      element: <Permitted permission="contact">{open(<VoterPage />)}</Permitted>,
                    },
                    { path: '/elections/:electionId/imports', element: open(<ImportsPage />) },
                    { path: '/elections/:electionId/imports/new', element: open(<NewImportPage />) },
                    { path: '/elections/:electionId/imports/senders', element: open(<SendersPage />) },
                    { path: '/elections/:electionId/imports/several', element: open(<SeveralPage />) },
                    { path: '/elections/:electionId/imports/:importId', element: open(<ImportPage />) },
                    { path: '/elections/:electionId/reviews', element: open(<ReviewPage />) },
                    {
                      path: '/elections/:electionId/not-yet-registered',
                      element: <Permitted permission="contact">{open(<NotYetRegisteredPage />)}</Permitted>,
                    },
                    {
                      path: '/elections/:electionId/not-yet-registered/buildings',
                      element: <Permitted permission="contact">{open(<BuildingsPage />)}</Permitted>,
                    },
                    {
                      path: '/households/:handle',
                      element: <Permitted permission="contact">{open(<HouseholdPage />)}</Permitted>,
                    },
                    { path: '/elections/:electionId/refused', element: open(<RefusedPage />) },
                    { path: '/elections/:electionId/districts', element: open(<PlansPage />) },
                    { path: '/elections/:electionId/districts/:planId', element: open(<PlanPage />) },
                    { path: '/elections/:electionId/lists', element: open(<ListExportsPage />) },
                    { path: '/elections/:electionId/stations', element: open(<StationsPage />) },
                    { path: '/elections/:electionId/timetable', element: open(<TimetablePage />) },
                    { path: '/elections/:electionId/seats', element: open(<SeatsPage />) },
                    { path: '/elections/:electionId/electorate', element: open(<ElectoratePage />) },
                    { path: '/elections/:electionId/committees', element: open(<CommitteesPage />) },
                    {
                      path: '/elections/:electionId/disqualifications',
                      element: <Permitted permission="decide">{open(<DisqualificationsPage />)}</Permitted>,
                    },
                    { path: '/elections/:electionId/roll', element: open(<RollPage />) },
                    { path: '/elections/:electionId/voting-places', element: open(<PlacesPage />) },
                    {
                      path: '/elections/:electionId/objections',
                      element: <Permitted permission={['decide', 'register', 'audit']}>{open(<ObjectionsPage />)}</Permitted>,
                    },
                    { path: '/elections/:electionId/certificates', element: open(<CertificatesPage />) },
                    {
                      path: '/elections/:electionId/notices',
                      element: <Permitted permission="notify">{open(<NoticesPage />)}</Permitted>,
                    },
                    {
                      path: '/elections/:electionId/audit',
                      element: <Permitted permission="audit">{open(<AuditPage />)}</Permitted>,
                    },
                    {
                      path: '/elections/:electionId/practice',
                      element: <Permitted permission="decide">{open(<PracticePage />)}</Permitted>,
                    },
                    { path: '*', element: <NoSuchPage /> },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: '/office' },
)
