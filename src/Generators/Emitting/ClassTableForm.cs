using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

/// <summary>The table of a class that is a mux. The entries call methods of an instance.</summary>
internal sealed class ClassTableForm(MuxModel mux) : TableForm
{
    private const string MountsParameter = ", " + Mounted + "[] mounts";

    /// <inheritdoc/>
    internal override string ClassName => mux.TableClass;

    /// <inheritdoc/>
    internal override string Accessibility => "private";

    /// <inheritdoc/>
    internal override string Summary => "The routes of <c>" + mux.Name.Replace("@", "") + "</c>.";

    /// <inheritdoc/>
    internal override string MountsHead => "private static " + Mounted + "[] MountsOf(" + Parameter + ") => new " + Mounted + "[]";

    /// <inheritdoc/>
    internal override string Mounts => "mounts";

    /// <inheritdoc/>
    internal override string MountsMember => "_mounts";

    private string Parameter => mux.Expression + " mux";

    /// <inheritdoc/>
    internal override string EntriesHead(bool hasMounts) =>
        "private static global::RouteGen.MuxEntry[] EntriesOf(" + Parameter + (hasMounts ? MountsParameter : "")
            + ") => new global::RouteGen.MuxEntry[]";

    /// <inheritdoc/>
    internal override string Entries(bool hasMounts) => hasMounts ? "EntriesOf(mux, mounts)" : "EntriesOf(mux)";

    /// <inheritdoc/>
    internal override void Open(SourceWriter writer)
    {
        OpenAround(writer);
        InstanceMuxEmitter.EmitClassHead(writer, mux);
    }

    /// <inheritdoc/>
    internal override void Reopen(SourceWriter writer)
    {
        OpenAround(writer);
        writer.Open("partial class " + mux.Name);
    }

    /// <inheritdoc/>
    internal override void EmitMountsField(SourceWriter writer)
    {
        writer.Line("private readonly " + Mounted + "[] _mounts;");
        writer.Line();
    }

    /// <inheritdoc/>
    internal override void OpenConstructor(SourceWriter writer, bool hasMounts)
    {
        // The mounts are created before the entries, and kept in a field.
        writer.Line("internal " + ClassName + "(" + Parameter + ")");
        if (!hasMounts) return;
        writer.Indented([": this(mux, MountsOf(mux))"]);
        writer.Line("{");
        writer.Line("}");
        writer.Line();
        writer.Line("private " + ClassName + "(" + Parameter + MountsParameter + ")");
    }

    /// <inheritdoc/>
    internal override void EmitConstructorBody(SourceWriter writer, bool hasMounts)
    {
        writer.Line("{");
        if (hasMounts) writer.Indented(["_mounts = mounts;"]);
        writer.Line("}");
    }

    /// <inheritdoc/>
    internal override void EmitRegistration(SourceWriter writer)
    {
        // There is nothing to register, because the class creates its mux from the table when the mux is first needed.
    }

    private void OpenAround(SourceWriter writer)
    {
        if (mux.Namespace.Length != 0) writer.Open("namespace " + mux.Namespace);
        foreach (var around in mux.Around) writer.Open("partial " + around);
    }
}
