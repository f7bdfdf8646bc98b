namespace RouteGen.Generators.Model;

/// <summary>A class that is a mux.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty: the global one.</param>
/// <param name="Name">Its name as C# writes it.</param>
internal sealed record MuxModel(string Namespace, string Name)
{
    /// <summary>Its full name for people, and for the names of files.</summary>
    internal string FullName => (Namespace.Length == 0 ? Name : Namespace + "." + Name).Replace("@", "");
}
