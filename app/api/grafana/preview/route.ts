import { grafanaPreviewSchema } from '@/lib/schemas/grafana/grafana';
import { previewGrafana } from '@/lib/server/grafana/grafana';
import { handler } from '@/lib/server/http/handler';

export const POST = handler({ access: 'owner', response: grafanaPreviewSchema }, previewGrafana);
