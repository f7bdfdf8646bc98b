namespace RouteGen.Generators.Finding;

/// <summary>What is asked for the attributes that it carries.</summary>
internal enum Carriers
{
    /// <summary>Anything.</summary>
    All,

    /// <summary>Anything but plain handlers, which are read from their text.</summary>
    OtherThanPlain,

    /// <summary>Files, whose attributes are those of the assembly.</summary>
    Files,
}
