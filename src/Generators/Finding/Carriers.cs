namespace RouteGen.Generators.Finding;

/// <summary>Nodes that are asked for the attributes they carry.</summary>
internal enum Carriers
{
    /// <summary>Anything.</summary>
    All,

    /// <summary>Anything but plain handlers, which are read from their text.</summary>
    OtherThanPlain,

    /// <summary>Files, whose attributes are those of the assembly.</summary>
    Files,
}
