extension StoredFormat {
    /// How to read a run with plain git.
    static let readme = """
        # What git autopack stores here

        Everything about a run is in this repository, in the refs below. No other program is needed
        to read it. The format's version is in the file `version` beside this one; the JSON Schema
        (draft 2020-12) of every document is in `schemas/`.

        | ref | holds |
        | --- | --- |
        | `refs/heads/autopack/<run>` | the run's branch: accepted checkpoints only |
        | `refs/heads/autopack/pre-run-<run>` | the commit the run started from |
        | `refs/autopack/runs/<run>` | the journal, the only authority on a run |
        | `refs/autopack/keep/<run>` | prompts, replies and logs; pins what must not be collected |
        | `refs/autopack/rules` | learned rules, one file each |
        | `refs/autopack/format` | this description |
        | `refs/autopack/doctor/<n>` | what stood in a repository before `doctor --fix` mended it |
        | `refs/autopack/archive/<yyyy-mm>` | closed runs, joined |
        | `refs/notes/autopack` | a note for each checkpoint: a view, made from the journals |

        ## The journal

        A chain of commits without the project's history, one commit for each event:

        ```sh
        git log refs/autopack/runs/<run>
        ```

        The subject says what happened. The last paragraph holds trailers: `Autopack-Run`,
        `Autopack-Seq` (0, 1, 2 …), `Autopack-Event`, `Autopack-Schema`, and where they apply
        `Autopack-Phase`, `Autopack-Attempt`, `Autopack-Model`, `Autopack-Tokens` (input+output),
        `Autopack-Cost-USD` and `Autopack-Checkpoint`. The tree of each commit holds

        - `event.json`: the event, complete (`schemas/events/<event>.json`);
        - `state.json`: the state that all events up to this one lead to (`schemas/state.json`);
        - `plan.yaml`: the plan in force, once there is one.

        ```sh
        git show refs/autopack/runs/<run>:state.json
        git log --format='%s' --grep='Autopack-Event: attempt.failed' refs/autopack/runs/<run>
        ```

        JSON is UTF-8 with sorted keys and without blanks. Times are RFC 3339 in UTC with
        milliseconds. Money is in US dollars; null means that it is not known. Paths that are not
        UTF-8 are quoted as git quotes them. A secret that was found in a text was replaced by
        `[redacted:kind]` before anything was stored.

        An event that ends in `.planned` says which refs are about to move, from where to where.
        The event after it says that they have. Where it is missing, the program was stopped in
        between, and moves them when the run is next opened.

        ## The keep ref

        ```sh
        git ls-tree -r refs/autopack/keep/<run>
        ```

        Its files are `<phase>/<attempt>/<seq>-<role>-<prompt|reply|log>`; events name them by the
        id of their blob, so `git cat-file blob <id>` prints one. Its further parents are the base,
        the snapshot of uncommitted work, every candidate and every tip that was given up. A
        candidate is a commit that was tried; only one that passed checks, audit and gate is on the
        run's branch.

        ## Notes and trailers of checkpoints

        ```sh
        git log --notes=autopack autopack/<run>
        ```

        A note is JSON Lines, one object a line (`schemas/note.json`): who wrote the change, what
        it cost, which checks passed, what audit and gate said. A checkpoint's own message ends
        with `Autopack-Run`, `Autopack-Phase`, `Autopack-Attempt`, `Autopack-Model` and
        `Autopack-Checks`.

        ## Learned rules

        ```sh
        git log refs/autopack/rules
        git show refs/autopack/rules:<id>.json
        ```

        A file for each rule (`schemas/rule.json`), a commit for each change. `evidence`,
        `decisions`, `measures` and `reached` are what is known, and two records of a rule are joined
        by the union of these; `state`, `scope`, `text`, `failed` and `effect` follow from them.

        ## To be rid of it

        `git autopack forget <run>` erases transcripts. Deleting the refs above removes everything
        else; the project's own history does not depend on any of them.

        """
}
