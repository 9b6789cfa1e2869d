extension RepositoryState {
    /// Refs, objects and the index are damaged or odd.
    static let damage: [RepositoryState] = [
        RepositoryState(
            "tree_dup", "a tree that holds a name twice",
            script: #"""
                for side in HEAD side
                do printf '100644 blob %s\tdup.txt\n' $(git rev-parse $side:data.txt)
                done > ../tree
                tree=$(git mktree < ../tree)
                git update-ref refs/heads/dup $(git commit-tree $tree -p HEAD -m dup)
                """#,
            looks: [
                Look(
                    "verify HEAD..dup", 1,
                    """
                    error broken_tree  33d15b6aa4 dup.txt
                      the tree holds the name twice
                        leave the commit out: git rebase --onto 33d15b6aa4^ 33d15b6aa4
                    HEAD..dup: 1 commit, 0 checkpoints of runs: 1 finding
                    """),
                Look(
                    "run --base dup", 4,
                    """
                    error: cannot start a run from dup: dup.txt: the tree holds the name twice
                    hint: all faults of that kind: git fsck --strict --no-dangling
                    hint: start from a commit without them: git autopack run --base COMMIT
                    """),
            ]),
        RepositoryState(
            "refs_names", "refs with names that are options, commands and no UTF-8",
            script: #"""
                id=$(git rev-parse HEAD)
                for name in -evil '$(id)' ';id;' "a'b" 'a"b' "$(printf 'e\377')" @ HEAD
                do printf '%s\n' $id > ".git/refs/heads/$name"
                done
                """#,
            looks: [
                Look("health --offline", 0, "all is well: nothing to mend"),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
            ]),
        RepositoryState(
            "refs_replace", "an object that another one replaces",
            script: """
                git update-ref refs/replace/$(git rev-parse HEAD:data.txt) $(echo innocent | git \
                hash-object -w --stdin)
                """,
            looks: [
                Look("health --offline", 0, "all is well: nothing to mend"),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
            ]),
        RepositoryState(
            "refs_odd", "refs that name no commit, nothing, and each other",
            script: #"""
                git rev-parse HEAD:data.txt > .git/refs/heads/toblob
                git rev-parse 'HEAD^{tree}' > .git/refs/heads/totree
                printf '%040d\n' 0 > .git/refs/heads/zeros
                echo garbage > .git/refs/heads/garbage
                echo 'ref: refs/heads/b' > .git/refs/heads/a
                echo 'ref: refs/heads/a' > .git/refs/heads/b
                """#,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning zero_byte_ref  [--fix asks]
                      refs/heads/garbage, refs/heads/zeros have no name of a commit in the file
                      git fetch, git gc and whatever reads the ref fail
                        rm .git/refs/heads/garbage
                        rm .git/refs/heads/zeros
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
                Look("run", 0, ""),
            ]),
        RepositoryState(
            "state_zero_ref", "refs without bytes",
            script: """
                : > .git/refs/heads/broken
                mkdir -p .git/refs/autopack
                : > .git/refs/autopack/x
                """,
            looks: [
                Look(
                    "health --offline", 1,
                    """
                    warning zero_byte_ref  [--fix mends it]
                      refs/autopack/x has no bytes in the file
                      git fetch, git gc and whatever reads the ref fail
                        rm .git/refs/autopack/x
                    warning zero_byte_ref  [--fix asks]
                      refs/heads/broken has no bytes in the file
                      git fetch, git gc and whatever reads the ref fail
                        rm .git/refs/heads/broken
                    next:
                      git autopack doctor --fix          what is safe; it asks for the rest
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look("run", 0, ""),
                Look("land", 0, ""),
            ],
            keeps: "test -e .git/refs/heads/broken"),
        RepositoryState(
            "state_zero_object", "an object without bytes",
            script: """
                id=$(git rev-parse HEAD:data.txt)
                file=.git/objects/$(echo $id | sed 's,..,&/,')
                chmod u+w $file
                : > $file
                """,
            looks: [
                Look(
                    "health --offline", 4,
                    """
                    error zero_byte_object  [--fix asks]
                      1 object has no bytes in the file: 814f4a4229
                      git fails wherever it meets one of them; what HEAD needs of them is at hand
                        rm .git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                        git hash-object -w data.txt
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "verify", 4,
                    """
                    error: cannot read object 814f4a422927b82f5f8a43f8fab6d3839e3983f2 \
                    (data.txt): failed to parse loose object: invalid header
                    hint: remove the damaged file, and see whether the object can be had again:
                    hint: rm -f DIR/.git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git autopack doctor
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: 1 object has no bytes in the file: 814f4a4229
                    hint: git autopack doctor --fix zero_byte_object
                    hint: or by hand:
                    hint: rm .git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git hash-object -w data.txt
                    """),
            ],
            keeps: "! test -s .git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2"),
        RepositoryState(
            "state_missing_object", "a tree that is not stored",
            script: """
                id=$(git rev-parse 'HEAD^{tree}')
                rm -f .git/objects/$(echo $id | sed 's,..,&/,')
                """,
            looks: [
                Look(
                    "health --offline", 4,
                    """
                    error missing_object  [--fix asks]
                      1 object that HEAD needs is not stored: HEAD's tree (18808eed2a)
                      git fails where it needs them; the checkout still has the content
                        git write-tree
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "verify", 4,
                    """
                    error: cannot read tree 18808eed2a6605ee88bf37e88ec7446ff438a0bb: it is not \
                    stored
                    hint: what else is damaged, and what mends it:
                    hint: git fsck --no-dangling
                    hint: git autopack doctor
                    """),
                Look(
                    "config list", 4,
                    """
                    error: cannot read tree 18808eed2a6605ee88bf37e88ec7446ff438a0bb: it is not \
                    stored
                    hint: what else is damaged, and what mends it:
                    hint: git fsck --no-dangling
                    hint: git autopack doctor
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: 1 object that HEAD needs is not stored: HEAD's \
                    tree (18808eed2a)
                    hint: git autopack doctor --fix missing_object
                    hint: or by hand:
                    hint: git write-tree
                    """),
            ]),
        RepositoryState(
            "state_corrupt_object", "an object of other bytes",
            script: #"""
                id=$(git rev-parse HEAD:data.txt)
                file=.git/objects/$(echo $id | sed 's,..,&/,')
                chmod u+w $file
                printf 'blob 5\0evil\n' > $file
                """#,
            looks: [
                Look(
                    "verify", 4,
                    """
                    error: cannot read object 814f4a422927b82f5f8a43f8fab6d3839e3983f2 \
                    (data.txt): failed to read loose object header
                    hint: remove the damaged file, and see whether the object can be had again:
                    hint: rm -f DIR/.git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git autopack doctor
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot read object 814f4a422927b82f5f8a43f8fab6d3839e3983f2: failed \
                    to read loose object header
                    hint: remove the damaged file, and see whether the object can be had again:
                    hint: rm -f DIR/.git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git autopack doctor
                    hint: and once that is mended:
                    hint: git autopack resume r1
                    """),
                Look("log", 0, "r1  failed (environment)  0/1  0.00 USD  Say hello"),
                Look(
                    "resume", 4,
                    """
                    held by process PID on HOST
                    resumed: after failed
                    run failed (environment): cannot read object \
                    814f4a422927b82f5f8a43f8fab6d3839e3983f2: failed to read loose object header
                    error: cannot read object 814f4a422927b82f5f8a43f8fab6d3839e3983f2: failed \
                    to read loose object header
                    hint: remove the damaged file, and see whether the object can be had again:
                    hint: rm -f DIR/.git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git autopack doctor
                    hint: and once that is mended:
                    hint: git autopack resume r1
                    """),
                Look("doctor", 0, "all is well: nothing to mend"),
            ]),
        RepositoryState(
            "state_hash_mismatch", "an object with the bytes of another",
            script: """
                id=$(git rev-parse HEAD:data.txt)
                file=.git/objects/$(echo $id | sed 's,..,&/,')
                chmod u+w $file
                other=$(echo swapped | git hash-object -w --stdin)
                cp -f .git/objects/$(echo $other | sed 's,..,&/,') $file
                """,
            looks: [
                Look(
                    "verify", 4,
                    """
                    error: cannot read blob 814f4a422927b82f5f8a43f8fab6d3839e3983f2 (data.txt): \
                    object hash mismatch - expected 814f4a422927b82f5f8a43f8fab6d3839e3983f2 but \
                    got 2cdb5dcc8639c7a7070d4f7ee98506dfd6d073f3
                    hint: remove the damaged file, and see whether the object can be had again:
                    hint: rm -f DIR/.git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git autopack doctor
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot read blob 814f4a422927b82f5f8a43f8fab6d3839e3983f2: object \
                    hash mismatch - expected 814f4a422927b82f5f8a43f8fab6d3839e3983f2 but got \
                    2cdb5dcc8639c7a7070d4f7ee98506dfd6d073f3
                    hint: remove the damaged file, and see whether the object can be had again:
                    hint: rm -f DIR/.git/objects/81/4f4a422927b82f5f8a43f8fab6d3839e3983f2
                    hint: git autopack doctor
                    hint: and once that is mended:
                    hint: git autopack resume r1
                    """),
            ]),
        RepositoryState(
            "state_trunc_pack", "a pack that is cut off",
            script: """
                git gc -q 2>/dev/null
                pack=$(ls .git/objects/pack/*.pack)
                chmod u+w $pack
                truncate -s 40 $pack
                """,
            looks: [
                Look(
                    "status", 2,
                    """
                    error: cannot find the newest run: there is no run in this repository
                    hint: git autopack run "what you want done"
                    """),
                Look(
                    "health --offline", 4,
                    """
                    error missing_object
                      2 objects are not stored: HEAD's commit (3c604f0d99), the tip of
                      refs/heads/side (1a4ea68d3d)
                      git fails where it needs them, and only another copy of the repository has
                      them
                        copy them from another clone: git fetch --refetch PATH-OF-THE-CLONE
                    """),
                Look(
                    "verify", 4,
                    """
                    error: cannot resolve 'HEAD': object \
                    3c604f0d992ed9c5022c344c7120406e64ea1d9c is not stored
                    hint: what else is damaged, and what mends it:
                    hint: git fsck --no-dangling
                    hint: git autopack doctor
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: 2 objects are not stored: HEAD's commit \
                    (3c604f0d99), the tip of refs/heads/side (1a4ea68d3d)
                    hint: copy them from another clone: git fetch --refetch PATH-OF-THE-CLONE
                    """),
                Look(
                    "config list", 4,
                    """
                    error: cannot read commit 3c604f0d992ed9c5022c344c7120406e64ea1d9c: it is \
                    not stored
                    hint: what else is damaged, and what mends it:
                    hint: git fsck --no-dangling
                    hint: git autopack doctor
                    """),
            ]),
        RepositoryState(
            "state_corrupt_index", "an index of other bytes",
            script: #"""
                printf 'DIRC\0\0\0\2\377\377\377\377garbage' > .git/index
                """#,
            looks: [
                Look(
                    "health --offline", 4,
                    """
                    error index_damaged  [--fix asks]
                      the index cannot be read: index file smaller than expected
                      git status, add and commit fail; files are untouched, what was staged is
                      staged no more
                        mv .git/index .git/index.damaged
                        git reset
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look("verify", 0, "HEAD: 2 commits, 0 checkpoints of runs: all is as it should be"),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: the index cannot be read: index file smaller than \
                    expected
                    hint: git autopack doctor --fix index_damaged
                    hint: or by hand:
                    hint: mv .git/index .git/index.damaged
                    hint: git reset
                    """),
            ],
            keeps: "grep -q garbage .git/index"),
        RepositoryState(
            "state_zero_index", "an index without bytes",
            script: ": > .git/index",
            looks: [
                Look(
                    "health --offline", 4,
                    """
                    error index_damaged  [--fix asks]
                      the index cannot be read: index file smaller than expected
                      git status, add and commit fail; files are untouched, what was staged is
                      staged no more
                        mv .git/index .git/index.damaged
                        git reset
                    next:
                      git autopack doctor --fix          it asks before each
                      git autopack doctor --fix --yes    all that it can mend
                    """),
                Look(
                    "run", 4,
                    """
                    error: cannot start a run: the index cannot be read: index file smaller than \
                    expected
                    hint: git autopack doctor --fix index_damaged
                    hint: or by hand:
                    hint: mv .git/index .git/index.damaged
                    hint: git reset
                    """),
            ],
            keeps: "! test -s .git/index"),
    ]
}
