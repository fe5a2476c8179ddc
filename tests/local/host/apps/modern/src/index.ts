import { app } from '@azure/functions';

app.hook.appStart(() => console.log('the app has started'));
app.hook.appTerminate(() => console.log('the app has terminated'));
