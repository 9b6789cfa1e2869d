/// What `git autopack -h` prints: the everyday commands on one screen.
enum HelpText {
    static let root = """
        usage: git autopack [COMMAND] [OPTION…]

          run       work through a plan: build, check, audit, gate, commit
          fix       run the checks and mend what fails
          status    what a run does, what it waits for, what it cost
          show      a run, a phase of it, or one attempt
          land      bring a run's result to your branch
          rollback  take a run's work back; --undo takes that back
          doctor    what is wrong with this repository; --fix mends it
          log       the runs, newest first

        Alone it prints the open runs and what to do next. RUN may be left out: the
        newest run started from this branch is meant; @, @~1 and any part of a name
        that only one run has work too.

          git autopack help -a        every command
          git autopack COMMAND -h     one command
          git autopack demo           a whole run, offline
        """
}
