using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

/// <summary>
/// The form of a table. The table of <c>DefaultServeMux</c> is static and registers itself. The table of a class with <c>[ServeMux]</c> is
/// nested in the class and created for each instance.
/// </summary>
internal abstract class TableForm
{
    /// <summary>The name of the type that represents a mount.</summary>
    protected const string Mounted = "global::RouteGen.MountedMux";

    /// <summary>The name of the class.</summary>
    internal abstract string ClassName { get; }

    /// <summary>The accessibility of the class.</summary>
    internal abstract string Accessibility { get; }

    /// <summary>The text of the class's summary.</summary>
    internal abstract string Summary { get; }

    /// <summary>Returns the code before the elements of the array of entries.</summary>
    internal abstract string EntriesHead(bool hasMounts);

    /// <summary>Returns the expression with which the constructor refers to the array of entries.</summary>
    internal abstract string Entries(bool hasMounts);

    /// <summary>The code before the elements of the array of mounts.</summary>
    internal abstract string MountsHead { get; }

    /// <summary>The expression with which entries refer to the array of mounts.</summary>
    internal abstract string Mounts { get; }

    /// <summary>The expression with which methods of the table refer to the array of mounts.</summary>
    internal abstract string MountsMember { get; }

    /// <summary>Returns the form of a mux's table.</summary>
    /// <param name="mux">The mux, or null for <c>DefaultServeMux</c>.</param>
    internal static TableForm Of(MuxModel? mux) => mux is null ? new DefaultTableForm() : new ClassTableForm(mux);

    /// <summary>Opens the namespace and the classes that contain the table.</summary>
    internal abstract void Open(SourceWriter writer);

    /// <summary>Opens the namespace and the classes in a file with another part of the table.</summary>
    internal abstract void Reopen(SourceWriter writer);

    /// <summary>Writes the field for the mounts, if it is not static.</summary>
    internal abstract void EmitMountsField(SourceWriter writer);

    /// <summary>Writes the head of the constructor.</summary>
    internal abstract void OpenConstructor(SourceWriter writer, bool hasMounts);

    /// <summary>Writes the body of the constructor.</summary>
    internal abstract void EmitConstructorBody(SourceWriter writer, bool hasMounts);

    /// <summary>Writes the method that registers the table, if the table registers itself.</summary>
    internal abstract void EmitRegistration(SourceWriter writer);
}
