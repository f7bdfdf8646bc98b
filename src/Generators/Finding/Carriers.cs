namespace RouteGen.Generators.Finding;

/// <summary>Kinds of nodes that are searched for attributes.</summary>
internal enum Carriers
{
    /// <summary>All nodes.</summary>
    All,

    /// <summary>All nodes except plain handlers, which are read from their syntax.</summary>
    OtherThanPlain,

    /// <summary>Files, for the attributes of the assembly.</summary>
    Files,
}
