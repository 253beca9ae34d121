import { fileURLToPath } from 'node:url';
import { dashboards } from '@dataservices/observability';
import { dashboardPicture } from '../charts/dashboard-picture.ts';
import { dashboardsPage } from '../charts/dashboards-page.ts';
import { readRecordings } from '../charts/read-recordings.ts';
import { type Generator, generatedMark } from './generator.ts';

const folder = 'docs/dashboards';
const mark = `${generatedMark} from libs/observability and the recordings in ${folder}.`;

/** The page of all dashboards, and a picture of each that there is a recording of. */
export const dashboardPages: Generator = {
  name: 'dashboards in the documentation',
  folder,
  files: async () => {
    const recordings = readRecordings(fileURLToPath(new URL(`../../${folder}`, import.meta.url)));
    const pictures = dashboards.flatMap((dashboard) => {
      const recording = recordings.get(dashboard.uid);
      return recording === undefined ? [] : [{ dashboard, recording }];
    });
    const page = { path: 'docs/dashboards.md', content: dashboardsPage(dashboards, recordings, mark) };
    const drawn = pictures.map(async ({ dashboard, recording }) => ({
      path: `${folder}/${dashboard.uid}.svg`,
      content: `<!-- ${mark} -->\n${await dashboardPicture(dashboard, recording)}\n`,
    }));
    return [page, ...(await Promise.all(drawn))];
  },
};
