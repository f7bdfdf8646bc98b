using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

/// <summary>
/// The form of a table. There are two: that of <c>DefaultServeMux</c> is static and registers itself, that of a class with
/// <c>[ServeMux]</c> is nested in the class and is created for an instance.
/// </summary>
internal abstract class TableForm
{
    /// <summary>The type of a mounted mux.</summary>
    protected const string Mounted = "global::RouteGen.MountedMux";

    /// <summary>The name of the class.</summary>
    internal abstract string ClassName { get; }

    /// <summary>The accessibility of the class.</summary>
    internal abstract string Accessibility { get; }

    /// <summary>The text of the summary of the class.</summary>
    internal abstract string Summary { get; }

    /// <summary>The beginning of the array of entries.</summary>
    internal abstract string EntriesHead(bool hasMounts);

    /// <summary>The array of entries, as the constructor reads it.</summary>
    internal abstract string Entries(bool hasMounts);

    /// <summary>The beginning of the array of mounts.</summary>
    internal abstract string MountsHead { get; }

    /// <summary>The array of mounts, as entries read it.</summary>
    internal abstract string Mounts { get; }

    /// <summary>The array of mounts, as members read it.</summary>
    internal abstract string MountsMember { get; }

    /// <summary>The form of the table of a mux, or of <c>DefaultServeMux</c> for null.</summary>
    internal static TableForm Of(MuxModel? mux) => mux is null ? new DefaultTableForm() : new ClassTableForm(mux);

    /// <summary>Opens the namespace and the class around the table, in its file.</summary>
    internal abstract void Open(SourceWriter writer);

    /// <summary>Opens them in a file with another part of the table.</summary>
    internal abstract void Reopen(SourceWriter writer);

    /// <summary>Writes the field of the mounts, if each object has its own.</summary>
    internal abstract void EmitMountsField(SourceWriter writer);

    /// <summary>Writes the head of the constructor.</summary>
    internal abstract void OpenConstructor(SourceWriter writer, bool hasMounts);

    /// <summary>Writes the body of the constructor.</summary>
    internal abstract void EmitConstructorBody(SourceWriter writer, bool hasMounts);

    /// <summary>Writes the method that registers the table, if it registers itself.</summary>
    internal abstract void EmitRegistration(SourceWriter writer);
}
