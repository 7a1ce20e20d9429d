import { Overview } from '@/components/overview/overview';
import { requireOwner } from '@/lib/server/auth/page-guard';

export default async function OverviewPage() {
  await requireOwner();
  return <Overview />;
}
