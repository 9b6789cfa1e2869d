print("git-autopack")
