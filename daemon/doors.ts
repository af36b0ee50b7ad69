import { InputError } from "../kernel/errors.ts";
import type { Service } from "../kernel/service.ts";
import { fileInbox } from "../queue/files/inbox.ts";
import { fileOutbox } from "../queue/files/outbox.ts";
import type { Bell } from "../scheduler/inbox/github/bell.ts";
import { folderInbox } from "../scheduler/inbox/folder.ts";
import { admissionOf, refusalOf } from "./brief.ts";
import type { Config } from "./config.ts";
import type { Stores } from "./stores.ts";
import { told } from "./told.ts";

/** The ways by which work comes in and goes out, beside the command. */
export function doors(config: Config, stores: Stores, bell: Bell): Service[] {
  const services = [
    briefsFolder(config, stores),
    messagesFolder(config, stores),
    foreignAgents(config, stores),
  ];
  if (config.github.repositories.length > 0) services.push(github(config, stores, bell));
  return services;
}

function briefsFolder({ home }: Config, { jobs, blobs, events }: Stores): Service {
  return folderInbox({
    folder: home.briefsInbox,
    rejected: home.rejected,
    events,
    admitText: async (text, entrance) => {
      try {
        const file = entrance.source.ref.replace(/@[0-9a-f]+$/, "");
        return jobs.admit(
          admissionOf(text, file, blobs, {
            ...entrance,
            params: { briefFolder: home.briefsInbox },
          }),
        );
      } catch (error) {
        return { problems: refusalOf(error, entrance.source.ref) };
      }
    },
  });
}

function messagesFolder({ home }: Config, { queue, events }: Stores): Service {
  const name = "file-inbox";
  return fileInbox({
    folder: home.messagesInbox,
    rejected: home.rejected,
    queue,
    ...told(name, events),
  });
}

function foreignAgents({ home }: Config, { queue, catalog, events }: Stores): Service {
  return fileOutbox({ folder: home.outbox, queue, catalog, ...told("file-outbox", events) });
}

/** GitHub's libraries are loaded only where there is a repository to look after. */
function github(config: Config, stores: Stores, bell: Bell): Service {
  const { githubToken, githubAppKey } = config.secrets;
  const isApp = config.github.appId !== undefined && githubAppKey !== undefined;
  if (!githubToken && !isApp) throw tokenMissing();
  return {
    name: "github",
    run: async (signal) => {
      const { githubDoor } = await import("./github.ts");
      await githubDoor(config, stores, { bell }).run(signal);
    },
  };
}

function tokenMissing(): InputError {
  const message = "repositories are watched, but there is no token";
  const hint = "set GITHUB_TOKEN, or the credential github-token of the unit (docs/github.md)";
  return new InputError([{ where: "github", message, hint }]);
}
