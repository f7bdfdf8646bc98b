namespace RouteGen.Generators.Model;

/// <summary>The member of a mux that serves a request.</summary>
internal enum ServeMember
{
    /// <summary>A public method.</summary>
    Public,

    /// <summary>A public method that overrides one of a base class.</summary>
    Override,

    /// <summary>The interface's alone: its author has a member of that name.</summary>
    Explicit,
}
