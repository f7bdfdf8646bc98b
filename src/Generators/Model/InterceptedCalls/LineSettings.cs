namespace RouteGen.Generators.Model;

/// <summary>Settings for calls that register handlers.</summary>
/// <param name="AreIntercepted">True if they have an entry in the table of this project, and calls of ours in their place.</param>
internal sealed record LineSettings(bool AreIntercepted);
