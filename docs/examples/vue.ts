import { createApp, defineComponent, ref } from 'vue';
import 'dicom-analyzer/viewer/define';

/** The modifier `.prop` makes Vue set a property instead of an attribute. */
const App = defineComponent({
  setup() {
    const jobId = ref('');
    const token = (): Promise<string> => Promise.resolve('good');
    const selected = ({ detail }: CustomEvent<{ jobId: string }>): void => {
      jobId.value = detail.jobId;
    };
    const first = (): void => {
      jobId.value = '1'.padStart(32, '0');
    };
    return { first, jobId, selected, token };
  },
  template: `
    <p><button @click="first">First image</button> <output>{{ jobId }}</output></p>
    <dicom-viewer
      api-url="/api"
      batch="example"
      :jobId.prop="jobId"
      :token.prop="token"
      @dicom-job-selected="selected"
    ></dicom-viewer>`,
});

const app = createApp(App);
// For single-file components, set this option in the bundler's Vue plugin.
app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith('dicom-');
app.mount('#app');
